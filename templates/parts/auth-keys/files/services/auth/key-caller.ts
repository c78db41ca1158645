import { isGood, readKey } from "./api-key.ts";
import type { Caller } from "./caller.ts";
import { keyStore } from "./key-store.ts";

const store = keyStore(process.env.TABLE_NAME);

/** The caller of an API key; `undefined` when the key is unknown, wrong, expired or revoked. */
export async function keyCaller(credential: string): Promise<Caller | undefined> {
  const key = readKey(credential);
  const stored = key && (await store.find(key.id));
  if (!key || !stored || !isGood(stored, key.secret)) return undefined;
  return { principal: stored.principal, scopes: stored.scopes };
}

/** The credential of an `authorization` header. */
export const credentialOf = (header = ""): string => header.replace(/^Bearer +/i, "");
