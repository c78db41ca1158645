import { answerCallback } from "./callback.ts";
import { cookies, readCookie } from "./session-cookies.ts";
import { askedFor, askToSignIn, isNavigation, redirect, type SignIn, signOut } from "./sign-in.ts";
import { isSession, refresh, samePath } from "./tokens.ts";
import type { Answer, Feature, Settings, Visit } from "./visit.ts";

/** Only people who have signed in see the site. */
export const signedIn: Feature = { request: letIn };

async function letIn(visit: Visit, settings: Settings): Promise<Answer | undefined> {
  const text = await settings("sign-in.json");
  if (text === undefined) return { status: 503, headers: {}, cookies: [], body: "Nobody can sign in yet." };
  const signIn: SignIn = JSON.parse(text);
  if (isElsewhere(visit, signIn)) return redirect(`${signIn.siteUrl}${samePath(askedFor(visit))}`, []);
  if (visit.uri === "/_auth/callback") return answerCallback(visit, signIn);
  if (visit.uri === "/_auth/sign-out") return signOut(visit, signIn);
  if (await isSession(readCookie(visit, cookies.session), signIn)) return undefined;
  return (await refresh(visit, signIn)) ?? askToSignIn(visit, signIn);
}

/** The distribution has a name of CloudFront's too, but the login page leads back to the site's, where its cookies have to be. */
function isElsewhere(visit: Visit, { siteUrl }: SignIn): boolean {
  return isNavigation(visit) && visit.headers.host?.toLowerCase() !== new URL(siteUrl).host;
}
