import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type StoredKey, storedKey } from "../services/auth/api-key.ts";

const secret = "this-machine-only".padEnd(43, "-");

/** Keys that open the services of this machine, and no other: the first may change things, the second only read. */
export const localKeys = { editor: `local-editor.${secret}`, reader: `local-reader.${secret}` };

/** Both keys, for every service that there is. */
export function seededKeys(): StoredKey[] {
  const folder = join(import.meta.dirname, "../services");
  const services = readdirSync(folder).filter((name) => existsSync(join(folder, name, "infra/service.ts")));
  const scopesTo = (verbs: string[]) => services.flatMap((name) => verbs.map((verb) => `${name}/${verb}`));
  const expiresAt = Math.floor(Date.now() / 1000) + 365 * 24 * 60 * 60;
  return [
    storedKey(localKeys.editor, { principal: "editor", scopes: scopesTo(["read", "write"]), expiresAt }),
    storedKey(localKeys.reader, { principal: "reader", scopes: scopesTo(["read"]), expiresAt }),
  ];
}
