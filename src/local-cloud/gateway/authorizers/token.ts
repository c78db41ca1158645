import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** A JSON web token taken apart, nothing about it checked. */
export interface Token {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** What is signed. */
  input: string;
  signature: Buffer;
}

/** Takes a compact token apart; `undefined` when it is not one. */
export function readToken(text: string): Token | undefined {
  const parts = text.split('.');
  if (parts.length !== 3) return undefined;
  const [header, claims] = parts.slice(0, 2).map(decodeObject);
  if (!header || !claims) return undefined;
  return { header, claims, input: `${parts[0]}.${parts[1]}`, signature: Buffer.from(parts[2]!, 'base64url') };
}

/** API Gateway takes RSA signatures only (developer guide, "Control access to HTTP APIs with JWT authorizers"). */
const digests: Record<string, string> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };

export const isRsa = ({ header }: Token): boolean => String(header.alg) in digests;

export const isSignedBy = (token: Token, key: KeyObject): boolean =>
  verify(digests[String(token.header.alg)], Buffer.from(token.input), key, token.signature);

/** RSA keys of a JSON web key set by key id; anything else in it is left out. */
export function readKeys(document: unknown): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  const list = (document as { keys?: unknown } | null)?.keys;
  for (const jwk of Array.isArray(list) ? (list as (JsonWebKey & { kid?: unknown })[]) : []) {
    if (jwk?.kty !== 'RSA' || typeof jwk.kid !== 'string') continue;
    try {
      keys.set(jwk.kid, createPublicKey({ key: jwk, format: 'jwk' }));
    } catch {
      // A key that is not well formed verifies nothing.
    }
  }
  return keys;
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
