import type { SigningKeys } from './signing-keys.ts';
import { isRsa, isSignedBy, readToken } from './token.ts';

export interface JwtRules {
  issuer: string;
  audience: readonly string[];
}

export type JwtResult = { claims: Record<string, unknown> } | { refused: string };

/**
 * Checks a token as a JWT authorizer of an HTTP API does: signature by the issuer's key, `iss`, `aud` or else
 * `client_id`, `exp`, `nbf`, `iat` (developer guide, "Control access to HTTP APIs with JWT authorizers").
 * `refused` is what `www-authenticate` says as `error_description`.
 */
export async function verifyJwt(
  text: string,
  rules: JwtRules,
  keys: SigningKeys,
  now: number,
): Promise<JwtResult> {
  const token = readToken(text);
  if (!token) return { refused: 'unable to parse the token' };
  if (!isRsa(token)) return { refused: `signing method ${token.header.alg ?? 'none'} is invalid` };
  const { claims } = token;
  if (claims.iss !== rules.issuer) return { refused: 'the token has an invalid issuer' };
  const keyId = token.header.kid;
  const key = typeof keyId === 'string' ? await keys.find(rules.issuer, keyId) : undefined;
  if (!key) return { refused: 'unable to find a signing key that matches the token' };
  if (!isSignedBy(token, key)) return { refused: 'the token has an invalid signature' };
  const seconds = now / 1000;
  if (typeof claims.exp === 'number' && claims.exp <= seconds) return { refused: 'the token has expired' };
  if (typeof claims.nbf === 'number' && claims.nbf > seconds)
    return { refused: 'the token is not valid yet' };
  // A clock may be a little behind the issuer's.
  if (typeof claims.iat === 'number' && claims.iat > seconds + 60)
    return { refused: 'the token was issued in the future' };
  return isFor(claims, rules.audience) ? { claims } : { refused: 'the token does not have a valid audience' };
}

/** `client_id` counts only in a token without `aud`. */
function isFor(claims: Record<string, unknown>, audience: readonly string[]): boolean {
  const given = claims.aud ?? claims.client_id;
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.some((value) => typeof value === 'string' && audience.includes(value));
}

/** Scopes of a token, from `scope` (space-separated or a list) or `scp`. */
export function scopesOf(claims: Record<string, unknown>): string[] {
  const scope = claims.scope ?? claims.scp;
  if (Array.isArray(scope)) return scope.map(String);
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}

/** Claims as HTTP APIs hand them on: texts all of them, a list as `[a b]`. Observed in events; the guide shows texts only. */
export const claimTexts = (claims: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]));

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
