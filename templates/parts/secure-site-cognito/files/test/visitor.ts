import type { LocalCloud } from "../dev/local-cloud.mjs";
import { editor, type Person, signInBy } from "./login.ts";

/** `name=value` of what a browser would keep; a cookie that is cleared is left out. */
export function cookiesOf(response: Response): string[] {
  const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  return pairs.filter((pair) => !pair.endsWith("="));
}

/** Asks for something of the site as a browser asks for a page; follows no redirect. */
export function open(local: LocalCloud, path: string, cookies: string[] = []): Promise<Response> {
  const url = path.startsWith("http") ? path : local.url("distribution") + path;
  const headers = { accept: "text/html", cookie: cookies.join("; ") };
  return fetch(url, { redirect: "manual", headers });
}

/** Signs in on the way to a page; gives the last answer of the site, the callback's. */
export async function signInFor(local: LocalCloud, path: string, person: Person = editor): Promise<Response> {
  const asked = await open(local, path);
  const back = await signInBy(local, asked.headers.get("location") ?? "", person);
  return open(local, back, cookiesOf(asked));
}

const sessions = new WeakMap<LocalCloud, Promise<string[]>>();

/** The cookies of somebody who may see the site. */
async function startSession(local: LocalCloud): Promise<string[]> {
  const answer = await signInFor(local, "/");
  if (answer.status !== 302) throw new Error(`The site answered ${answer.status} to a sign-in.`);
  return cookiesOf(answer);
}

/** Asks for a page or file of the site as somebody who may see it. */
export async function visitSite(local: LocalCloud, path: string, init: RequestInit = {}): Promise<Response> {
  const session = sessions.get(local) ?? startSession(local);
  sessions.set(local, session);
  const headers = new Headers(init.headers);
  headers.set("cookie", [...(await session), headers.get("cookie") ?? ""].filter(Boolean).join("; "));
  return fetch(local.url("distribution") + path, { ...init, headers });
}
