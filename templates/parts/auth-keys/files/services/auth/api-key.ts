import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What the table knows of a key. The secret is not among it, so that nobody who reads the table can call the API. */
export interface StoredKey {
  pk: string;
  kind: "key";
  /** First part of the key: names it, and is no secret. */
  id: string;
  salt: string;
  /** SHA-256 of salt and secret. A random secret of 32 bytes needs no slower hash. */
  hash: string;
  /** Who calls with it. A caller has two keys while one takes the place of the other. */
  principal: string;
  scopes: string[];
  createdAt: string;
  /** Seconds since 1970. DynamoDB deletes the key some time after. */
  expiresAt: number;
  revokedAt?: string;
}

export type KeyContent = Pick<StoredKey, "principal" | "scopes" | "expiresAt">;

/** A credential in its two parts; `undefined` for what is no key at all. */
export function readKey(credential: string): { id: string; secret: string } | undefined {
  const [, id, secret] = /^([\w-]{12})\.([\w-]{43})$/.exec(credential) ?? [];
  return id && secret ? { id, secret } : undefined;
}

export const keyOf = (id: string): string => `KEY#${id}`;

export function newKey(content: KeyContent, now = new Date()): { key: string; stored: StoredKey } {
  const key = `${random(9)}.${random(32)}`;
  return { key, stored: storedKey(key, content, now) };
}

/** What the table has to hold for a key. */
export function storedKey(key: string, content: KeyContent, now = new Date()): StoredKey {
  const { id, secret } = readKey(key) ?? { id: "", secret: "" };
  const salt = random(16);
  const createdAt = now.toISOString();
  return { pk: keyOf(id), kind: "key", id, salt, hash: hashOf(salt, secret), createdAt, ...content };
}

/** Whether a secret is that of a key which is neither expired nor revoked. */
export function isGood(stored: StoredKey, secret: string, now = new Date()): boolean {
  const [known, given] = [stored.hash, hashOf(stored.salt, secret)].map((hash) => Buffer.from(hash));
  const matches =
    known?.length === given?.length && timingSafeEqual(known ?? Buffer.of(), given ?? Buffer.of());
  return matches && stored.revokedAt === undefined && stored.expiresAt > now.getTime() / 1000;
}

const random = (bytes: number) => randomBytes(bytes).toString("base64url");
const hashOf = (salt: string, secret: string) =>
  createHash("sha256").update(`${salt}.${secret}`).digest("base64url");
