import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { type Account, addAuthenticator, keyUri } from "../../infra/authenticator.ts";
import { appClient, cognitoClient, editor, reader, signIn } from "../login.ts";

let local: LocalCloud;
let account: Account;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  for (const [name, value] of Object.entries(local.env)) vi.stubEnv(name, value);
  const { UserPools } = await cognitoClient(local).listUserPools({ MaxResults: 1 });
  account = { userPoolId: UserPools?.[0]?.Id ?? "", clientId: (await appClient(local)).id, ...reader };
});
afterAll(async () => {
  // Other files run in this process too.
  vi.unstubAllEnvs();
  await local?.close();
});

/** What an authenticator app shows for a secret now (RFC 6238). */
async function codeOf(secret: string): Promise<string> {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(step).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

it("an app with another secret adds nothing, nor does a wrong password", async () => {
  await expect(addAuthenticator(account, async () => codeOf("A".repeat(32)))).rejects.toThrow();
  await expect(addAuthenticator({ ...account, password: "Not-the-word-1" }, codeOf)).rejects.toThrow();
  expect((await signIn(local, reader)).access_token).toBeTruthy();
});

it("who has added an app is asked for its code on the login page, and nobody else is", async () => {
  await addAuthenticator(account, codeOf);
  await expect(signIn(local, reader)).rejects.toThrow("the login page answered 200");
  await expect(addAuthenticator(account, codeOf)).rejects.toThrow("has an authenticator app already");
  expect((await signIn(local, editor)).access_token).toBeTruthy();
});

it("apps read issuer, account and secret from one address", () => {
  expect(keyUri("shop", "ada@example.com", "ABC")).toBe(
    "otpauth://totp/shop:ada%40example.com?secret=ABC&issuer=shop",
  );
});
