import type { LocalCloud } from "../dev/local-cloud.mjs";
import { setPassword } from "../infra/site-password.ts";
import { settingsOf } from "./edge-settings.ts";

const passwords = new WeakMap<LocalCloud, Promise<string>>();

/** Asks for a page or file of the site as somebody who may see it. */
export async function visitSite(local: LocalCloud, path: string, init: RequestInit = {}): Promise<Response> {
  const password = passwords.get(local) ?? setPassword(settingsOf(local), "site");
  passwords.set(local, password);
  const headers = new Headers(init.headers);
  headers.set("authorization", `Basic ${Buffer.from(`site:${await password}`).toString("base64")}`);
  return fetch(local.url("distribution") + path, { ...init, headers });
}
