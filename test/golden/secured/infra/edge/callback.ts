import { timingSafeEqual } from "node:crypto";
import { clearCookie, cookies, readCookie } from "./session-cookies.ts";
import { callbackUrl, type Pending, redirect, refuse, type SignIn } from "./sign-in.ts";
import { claimsOf, samePath, sessionCookies, tokensFor } from "./tokens.ts";
import type { Answer, Visit } from "./visit.ts";

/** The login page sent the browser back: with a code that only this browser, which began the sign-in, can use. */
export async function answerCallback(visit: Visit, signIn: SignIn): Promise<Answer> {
  const query = new URLSearchParams(visit.query);
  const pending = pendingOf(readCookie(visit, cookies.signIn));
  if (!pending || !same(pending.state, query.get("state") ?? ""))
    return refused("This sign-in was not begun in this browser, or is over.");
  const tokens = await tokensFor(
    {
      grant_type: "authorization_code",
      code: query.get("code") ?? "",
      code_verifier: pending.verifier,
      redirect_uri: callbackUrl(signIn.siteUrl),
    },
    signIn,
  );
  if (!tokens) return refused("The login page does not know this sign-in.");
  const claims = await claimsOf(tokens.id_token, signIn).catch(() => undefined);
  if (!claims || !same(String(claims.nonce), pending.nonce))
    return refused("The answer of the login page is not for this sign-in.");
  return redirect(`${signIn.siteUrl}${samePath(pending.to)}`, sessionCookies(tokens));
}

const refused = (why: string) => refuse(400, `${why} Open the site again.`, [clearCookie(cookies.signIn)]);

function pendingOf(cookie: string | undefined): Pending | undefined {
  try {
    const { state, nonce, verifier, to } = JSON.parse(Buffer.from(cookie ?? "", "base64url").toString());
    const texts = [state, nonce, verifier, to];
    return texts.every((text) => typeof text === "string" && text !== "")
      ? { state, nonce, verifier, to }
      : undefined;
  } catch {
    return undefined;
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
