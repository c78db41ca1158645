import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Asks for a page or file of the site as somebody who may see it. */
export function visitSite(local: LocalCloud, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(local.url("distribution") + path, init);
}
