import { forget, type Pending, pendingOf, same } from "./pending.ts";
import { cookies, readCookie } from "./session-cookies.ts";
import { callbackUrl, redirect, refuse, type SignIn } from "./sign-in.ts";
import { claimsOf, isSession, samePath, sessionCookies, tokensFor } from "./tokens.ts";
import type { Answer, Visit } from "./visit.ts";

/** The login page sent the browser back: with a code that only this browser, which began the sign-in, can use. */
export async function answerCallback(visit: Visit, signIn: SignIn): Promise<Answer> {
  const query = new URLSearchParams(visit.query);
  const pending = pendingOf(visit, query.get("state") ?? "");
  if (!pending) return withoutPending(visit, signIn);
  const tokens = await tokensFor(
    {
      grant_type: "authorization_code",
      code: query.get("code") ?? "",
      code_verifier: pending.verifier,
      redirect_uri: callbackUrl(signIn.siteUrl),
    },
    signIn,
  );
  if (!tokens) return refused("The login page does not know this sign-in.", pending);
  const claims = await claimsOf(tokens.id_token, signIn).catch(() => undefined);
  if (!claims || !same(String(claims.nonce), pending.nonce))
    return refused("The answer of the login page is not for this sign-in.", pending);
  const kept = [...sessionCookies(tokens), forget(pending)];
  return redirect(`${signIn.siteUrl}${samePath(pending.to)}`, kept);
}

/** Who goes back in the history, or opens the address again, has signed in already. */
async function withoutPending(visit: Visit, signIn: SignIn): Promise<Answer> {
  if (await isSession(readCookie(visit, cookies.session), signIn)) return redirect(`${signIn.siteUrl}/`, []);
  return refused("This sign-in was not begun in this browser, or is over.");
}

function refused(why: string, pending?: Pending): Answer {
  return refuse(400, `${why} Open the site again.`, pending ? [forget(pending)] : []);
}
