// Makes, lists, rotates and revokes API keys, in the table that the output ApiKeysTableName of the auth stack names:
//   node --import tsx infra/api-keys.ts <table> create <caller> <scope,scope> [days]
//   node --import tsx infra/api-keys.ts <table> list
//   node --import tsx infra/api-keys.ts <table> rotate <id> [days]
//   node --import tsx infra/api-keys.ts <table> revoke <id>
// A key is good for 365 days, or as many as you say. A rotated one is good for 7 days more beside the new one.
import { fileURLToPath } from "node:url";
import { type KeyStore, keyStore } from "../services/auth/key-store.ts";

const day = 24 * 60 * 60;
const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * day;

/** What a command has to say; `undefined` when it is none. A key is shown this once: only its hash is kept. */
export async function run(
  store: KeyStore,
  [command, first = "", ...rest]: string[],
): Promise<string | undefined> {
  const daysOf = (text = "365") => {
    if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
    throw new Error(`"${text}" is no number of days.`);
  };
  if (command === "list") return (await store.list()).map(line).join("\n");
  if (first === "") return undefined;
  if (command === "create") {
    const scopes = (rest[0] ?? "").split(",");
    if (!scopes.every((scope) => /^[\w-]+\/(read|write)$/.test(scope))) {
      throw new Error('Name the scopes, such as "orders/read,orders/write".');
    }
    return store.create({ principal: first, scopes, expiresAt: inDays(daysOf(rest[1])) });
  }
  if (command === "rotate") return store.rotate(first, inDays(daysOf(rest[0])), inDays(7));
  if (command !== "revoke") return undefined;
  await store.revoke(first);
  return `${first} opens nothing any more, at the latest in five minutes.`;
}

function line({
  id,
  principal,
  scopes,
  expiresAt,
  revokedAt,
}: Awaited<ReturnType<KeyStore["list"]>>[number]) {
  const state = revokedAt ? `revoked ${revokedAt}` : `until ${new Date(expiresAt * 1000).toISOString()}`;
  return [id, principal, scopes.join(","), state].join("  ");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [table, ...words] = process.argv.slice(2);
  const said = table ? await run(keyStore(table), words) : undefined;
  if (said === undefined) {
    console.error("Say <table> and create, list, rotate or revoke; the first lines of this file show how.");
    process.exitCode = 2;
  } else {
    console.info(said);
  }
}
