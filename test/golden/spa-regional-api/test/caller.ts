import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Calls the API as somebody who may do everything: anybody. */
export async function apiCaller(_local: LocalCloud): Promise<typeof fetch> {
  return fetch;
}
