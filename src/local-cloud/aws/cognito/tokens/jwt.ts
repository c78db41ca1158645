import { sign, verify } from 'node:crypto';
import type { PoolKeys, SigningKey } from './keys.ts';

export type Claims = Record<string, unknown>;

/** A compact JSON web token, signed with RS256. node:crypto does all of it, so no package is loaded for it. */
export function signToken(claims: Claims, { kid, privateKey }: SigningKey): string {
  const input = `${encode({ kid, alg: 'RS256' })}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The claims of a token that one of the keys signed with RS256; `undefined` for anything else. Times are not checked. */
export function verifiedClaims(token: string, { id, access }: PoolKeys): Claims | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) return undefined;
  const header = decode(head);
  const key = [id, access].find(({ kid }) => kid === header?.kid);
  if (!key || header?.alg !== 'RS256') return undefined;
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    key.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return isSigned ? decode(body) : undefined;
}

/** The claims as they stand, nothing checked; only to find the pool that has to check them. */
export const uncheckedClaims = (token: string): Claims | undefined => decode(token.split('.')[1] ?? '');

const encode = (value: Claims) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
