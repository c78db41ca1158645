import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { localKeys } from "../../dev/keys.ts";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { run } from "../../infra/api-keys.ts";
import { type KeyStore, keyStore } from "../../services/auth/key-store.ts";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";

let local: LocalCloud;
let client: DynamoDBClient;
let store: KeyStore;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  client = new DynamoDBClient({ endpoint: local.endpoint, region, credentials });
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  store = keyStore(
    TableNames.find((name) => name.includes("ApiKeys")),
    client,
  );
});
afterAll(async () => {
  client?.destroy();
  await local?.close();
});
afterEach(() => vi.useRealTimers());

const list = async (key: string) => (await bearer(key)(`${apiUrl(local)}/orders`)).status;
const remove = async (key: string) =>
  (await bearer(key)(`${apiUrl(local)}/orders/no-such-order`, { method: "DELETE" })).status;
const made = async (scopes: string) => String(await run(store, ["create", "partner", scopes]));
const idOf = (key: string) => key.split(".")[0] ?? "";

describe("a key opens", () => {
  it("the routes of its scopes, and no other", async () => {
    expect(await list(localKeys.reader)).toBe(200);
    expect(await remove(localKeys.reader)).toBe(403);
    expect(await remove(localKeys.editor)).toBe(404);
  });

  it("nothing of another service", async () => {
    expect(await list(await made("payments/read"))).toBe(403);
  });
});

describe("the API refuses", () => {
  it("who brings no key", async () => {
    expect((await fetch(`${apiUrl(local)}/orders`)).status).toBe(401);
  });

  it.each([
    ["what is no key", "nonsense"],
    ["a key that nobody has made", `unknown-key-.${"x".repeat(43)}`],
    ["a key with another secret", `local-editor.${"x".repeat(43)}`],
  ])("%s", async (_, key) => {
    expect(await list(key)).toBe(403);
  });

  it("an expired key", async () => {
    const content = { principal: "partner", scopes: ["orders/read"] };
    expect(await list(await store.create({ ...content, expiresAt: 1 }))).toBe(403);
  });

  it("a revoked key, once the answer of before is forgotten", async () => {
    const key = await made("orders/read");
    expect(await list(key)).toBe(200);
    await run(store, ["revoke", idOf(key)]);
    vi.useFakeTimers({ now: Date.now() + 6 * 60_000, toFake: ["Date"] });
    expect(await list(key)).toBe(403);
  });
});

describe("a rotated key", () => {
  it("stays good beside the new one for a while", async () => {
    const old = await made("orders/read");
    const next = String(await run(store, ["rotate", idOf(old)]));
    expect(await list(next)).toBe(200);
    expect(await list(old)).toBe(200);
  });

  it("ends then", async () => {
    const old = await made("orders/read");
    await store.rotate(idOf(old), 4_000_000_000, 1);
    expect(await list(old)).toBe(403);
  });

  it("cannot be one that was revoked", async () => {
    const key = await made("orders/read");
    await store.revoke(idOf(key));
    await expect(run(store, ["rotate", idOf(key)])).rejects.toThrow("no key");
  });
});

it("the list shows callers, and neither secrets nor hashes", async () => {
  const key = await made("orders/read");
  const listed = String(await run(store, ["list"]));
  expect(listed).toContain(`${idOf(key)}  partner  orders/read  until `);
  expect(listed).not.toContain(key.split(".")[1]);
  expect(listed).not.toContain((await store.find(idOf(key)))?.hash);
});

it.each([
  ["create", "partner", "everything"],
  ["create", "partner", "orders/read", "soon"],
])("%s %s %s %s is refused", async (...words) => {
  await expect(run(store, words)).rejects.toThrow();
});
