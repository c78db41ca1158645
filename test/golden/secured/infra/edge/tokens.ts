import { CognitoJwtVerifier } from "aws-jwt-verify";
import { cookies, readCookie, setCookie } from "./session-cookies.ts";
import { askedFor, redirect, type SignIn } from "./sign-in.ts";
import type { Answer, Visit } from "./visit.ts";

/** As long as Cognito lets the session be renewed, in seconds: infra/lib/edge-content.ts. */
const sessionSeconds = 8 * 3600;

export interface TokenAnswer {
  id_token: string;
  refresh_token?: string;
}

const verifierOf = ({ userPoolId, clientId }: SignIn) =>
  CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "id" });
const verifiers = new Map<string, ReturnType<typeof verifierOf>>();

/** The claims of an id token of this user pool for this site. Throws when it is of another, forged or over. */
export async function claimsOf(idToken: string, signIn: SignIn): Promise<Record<string, unknown>> {
  const key = `${signIn.userPoolId} ${signIn.clientId}`;
  // A verifier keeps the pool's public keys, which it reads once.
  const verifier = verifiers.get(key) ?? verifierOf(signIn);
  verifiers.set(key, verifier);
  return verifier.verify(idToken);
}

export async function isSession(idToken: string | undefined, signIn: SignIn): Promise<boolean> {
  if (idToken === undefined) return false;
  return claimsOf(idToken, signIn).then(
    () => true,
    () => false,
  );
}

/** Changes a code or a refresh token for tokens; undefined when Cognito refuses. */
export async function tokensFor(
  grant: Record<string, string>,
  { clientId, loginUrl }: SignIn,
): Promise<TokenAnswer | undefined> {
  const response = await fetch(`${loginUrl}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ ...grant, client_id: clientId }),
    signal: AbortSignal.timeout(3000),
  });
  return response.ok ? ((await response.json()) as TokenAnswer) : undefined;
}

/** Renews a session that is over, and has the browser ask again with it; undefined when it cannot be renewed. */
export async function refresh(visit: Visit, signIn: SignIn): Promise<Answer | undefined> {
  const token = readCookie(visit, cookies.refresh);
  if (token === undefined) return undefined;
  const tokens = await tokensFor({ grant_type: "refresh_token", refresh_token: token }, signIn);
  if (!tokens || !(await isSession(tokens.id_token, signIn))) return undefined;
  return redirect(`${signIn.siteUrl}${samePath(askedFor(visit))}`, sessionCookies(tokens));
}

export function sessionCookies({ id_token, refresh_token }: TokenAnswer): string[] {
  return [
    setCookie(cookies.session, id_token, sessionSeconds),
    ...(refresh_token ? [setCookie(cookies.refresh, refresh_token, sessionSeconds)] : []),
  ];
}

/** A path of this site: what would lead to another becomes the first page. */
export function samePath(path: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop some of them, and what is left may be a host.
  const good = typeof path === "string" && /^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(path);
  return good ? path : "/";
}
