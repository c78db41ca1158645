import {
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { PasswordVerifier } from '../types.ts';

/**
 * The server's side of Secure Remote Password 6a (RFC 5054) with Cognito's parameters: the 3072-bit group of RFC 3526,
 * generator 2, SHA-256, the pool's name before the user's in the hash, and a 16-byte key by HKDF with the info text
 * `Caldera Derived Key` (as in the published source of amazon-cognito-identity-js).
 */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;

/** Hexadecimal digits of a number, of even length, with a zero byte before a set high bit. */
function padded(value: bigint): string {
  const digits = value.toString(16);
  const even = digits.length % 2 === 1 ? `0${digits}` : digits;
  return /^[89a-f]/.test(even) ? `00${even}` : even;
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hashHex = (hex: string) => BigInt(`0x${sha256(Buffer.from(hex, 'hex'))}`);
const k = hashHex(padded(N) + padded(g));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % N;
    factor = (factor * factor) % N;
  }
  return result;
}

/** The part of a pool's id that goes into the hash: what follows the underscore. */
const poolName = (poolId: string) => poolId.slice(poolId.indexOf('_') + 1);

function privateKey(poolId: string, username: string, password: string, salt: bigint): bigint {
  const identity = sha256(`${poolName(poolId)}${username}:${password}`);
  return hashHex(padded(salt) + identity);
}

const randomNumber = (bytes: number) => BigInt(`0x${randomBytes(bytes).toString('hex')}`);

/** A fresh verifier of a password. */
export function passwordVerifier(poolId: string, username: string, password: string): PasswordVerifier {
  const salt = randomNumber(16);
  const verifier = power(g, privateKey(poolId, username, password, salt));
  return { salt: salt.toString(16), verifier: verifier.toString(16) };
}

/** Whether this is the password behind a verifier. */
export function isPassword(
  poolId: string,
  username: string,
  password: string,
  { salt, verifier }: PasswordVerifier,
): boolean {
  const x = privateKey(poolId, username, password, BigInt(`0x${salt}`));
  return power(g, x) === BigInt(`0x${verifier}`);
}

/** The server's ephemeral pair; `b` stays here. */
export function ephemeral(verifier: string): { b: string; B: string } {
  const b = randomNumber(32);
  const B = (k * BigInt(`0x${verifier}`) + power(g, b)) % N;
  return { b: b.toString(16), B: B.toString(16) };
}

/** Whether a client's public value is one: hexadecimal and no multiple of N (RFC 5054, section 2.5.4). */
export const isPublicValue = (A: string): boolean =>
  /^[0-9a-fA-F]{1,1024}$/.test(A) && BigInt(`0x${A}`) % N !== 0n;

export interface SrpProof {
  poolId: string;
  username: string;
  verifier: string;
  A: string;
  b: string;
  B: string;
  /** Base64. */
  secretBlock: string;
  timestamp: string;
  /** Base64 HMAC of the client. */
  signature: string;
}

/** Whether the client's signature shows that it knows the password. */
export function provesPassword(proof: SrpProof): boolean {
  const A = BigInt(`0x${proof.A}`);
  const B = BigInt(`0x${proof.B}`);
  const u = hashHex(padded(A) + padded(B));
  if (u === 0n) return false;
  const S = power(A * power(BigInt(`0x${proof.verifier}`), u), BigInt(`0x${proof.b}`));
  const key = hkdfSync(
    'sha256',
    Buffer.from(padded(S), 'hex'),
    Buffer.from(padded(u), 'hex'),
    'Caldera Derived Key',
    16,
  );
  const expected = createHmac('sha256', Buffer.from(key))
    .update(poolName(proof.poolId) + proof.username)
    .update(Buffer.from(proof.secretBlock, 'base64'))
    .update(proof.timestamp)
    .digest();
  const given = Buffer.from(proof.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
