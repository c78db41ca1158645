// Makes up a new password for the site, and shows it once; the one before is of no use any more.
//   site-password <store ARN> [name]
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { hashOf, type PasswordHash, passwordKey } from "./edge/password.ts";
import { runCommand, UsageError, writeSetting } from "./edge-settings.ts";

/** Sets a password of 128 random bits: a guess takes for ever, though the hash is a quick one. */
export async function setPassword(storeArn: string, name: string): Promise<string> {
  const password = randomBytes(16).toString("base64url");
  const salt = randomBytes(16).toString("hex");
  const hash = hashOf(Buffer.from(`${name}:${password}`).toString("base64"), salt);
  await writeSetting(storeArn, passwordKey, { salt, hash } satisfies PasswordHash);
  return password;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runCommand(
    "site-password <store ARN> [name]",
    process.argv.slice(2),
    async (storeArn, [name = "site"]) => {
      if (name.includes(":")) throw new UsageError("A name has no colon in it.");
      return `Name: ${name}\nPassword: ${await setPassword(storeArn, name)}`;
    },
  );
}
