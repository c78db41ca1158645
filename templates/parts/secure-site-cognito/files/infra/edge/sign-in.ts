import { createHash } from "node:crypto";
import { begin, forgetAll, keep, stateOf } from "./pending.ts";
import { clearCookie, cookies, readCookie } from "./session-cookies.ts";
import type { Answer, Visit } from "./visit.ts";

/** What the functions have to know of the user pool: public words, stored at `_edge/sign-in.json`. */
export interface SignIn {
  userPoolId: string;
  clientId: string;
  /** Address of the login page, without trailing slash. */
  loginUrl: string;
  /** Address of the site, without trailing slash. */
  siteUrl: string;
}

/** Longest path to come back to, in bytes of JSON: browsers drop a cookie of more than 4,096 in all. */
const longest = 2_000;

/** Sends a person to the login page; a script or a picture gets a plain refusal. */
export function askToSignIn(visit: Visit, { clientId, loginUrl, siteUrl }: SignIn): Answer {
  if (!isNavigation(visit)) return refuse(401, "Sign in first.");
  const to = askedFor(visit);
  const pending = begin(Buffer.byteLength(JSON.stringify(to)) > longest ? "/" : to);
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    scope: "openid email",
    redirect_uri: callbackUrl(siteUrl),
    state: stateOf(pending),
    nonce: pending.nonce,
    code_challenge: createHash("sha256").update(pending.verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return redirect(`${loginUrl}/oauth2/authorize?${query}`, keep(pending, visit));
}

/**
 * Forgets the session here, ends that of the login page, and lets nobody renew it who has copied its cookies. A page of
 * another site cannot ask for it.
 */
export async function signOut(visit: Visit, { clientId, loginUrl, siteUrl }: SignIn): Promise<Answer> {
  if (visit.headers["sec-fetch-site"] === "cross-site") return refuse(403, "Sign out on the site itself.");
  const token = readCookie(visit, cookies.refresh);
  if (token) {
    const body = new URLSearchParams({ token, client_id: clientId });
    const signal = AbortSignal.timeout(3000);
    // Where Cognito is out of reach the token dies by itself, after some hours: whoever leaves is not kept for it.
    await fetch(`${loginUrl}/oauth2/revoke`, { method: "POST", body, signal }).catch(() => undefined);
  }
  const query = new URLSearchParams({ client_id: clientId, logout_uri: `${siteUrl}/` });
  const session = [cookies.session, cookies.refresh].map(clearCookie);
  return redirect(`${loginUrl}/logout?${query}`, [...session, ...forgetAll(visit)]);
}

/** What the visitor asked for: the path with its query. CloudFront puts `/index.html` in the place of `/`. */
export function askedFor({ uri, query }: Visit): string {
  const path = uri === "/index.html" ? "/" : uri;
  return query ? `${path}?${query}` : path;
}

export const callbackUrl = (siteUrl: string): string => `${siteUrl}/_auth/callback`;

export function redirect(location: string, setCookies: string[]): Answer {
  return { status: 302, headers: { location, "cache-control": "no-store" }, cookies: setCookies, body: "" };
}

export function refuse(status: number, body: string, setCookies: string[] = []): Answer {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers, cookies: setCookies, body };
}

/** Old browsers do not say what a request is for; a page is what accepts HTML. */
export function isNavigation({ headers }: Visit): boolean {
  const destination = headers["sec-fetch-dest"];
  if (destination !== undefined) return destination === "document";
  return headers.accept?.includes("text/html") ?? false;
}
