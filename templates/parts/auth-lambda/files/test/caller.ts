import { localKeys } from "../dev/keys.ts";
import type { LocalCloud } from "../dev/local-cloud.mjs";
import { bearer } from "./bearer.ts";

/** Calls the API as somebody who may do everything: with the key of an editor. */
export async function apiCaller(_local: LocalCloud): Promise<typeof fetch> {
  return bearer(localKeys.editor);
}
