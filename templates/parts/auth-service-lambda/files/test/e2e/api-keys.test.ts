import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../../../dev/local-cloud.mjs";
import { isGood, readKey } from "../../api-key.ts";
import { run } from "../../infra/api-keys.ts";
import { type KeyStore, keyStore } from "../../key-store.ts";

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

const made = async () => String(await run(store, ["create", "partner", "orders/read"]));
const idOf = (key: string) => readKey(key)?.id ?? "";

async function opens(key: string): Promise<boolean> {
  const stored = await store.find(idOf(key));
  return stored !== undefined && isGood(stored, readKey(key)?.secret ?? "");
}

describe("infra/api-keys.ts", () => {
  it("makes keys, which open until they are revoked", async () => {
    const key = await made();
    expect(await opens(key)).toBe(true);
    await run(store, ["revoke", idOf(key)]);
    expect(await opens(key)).toBe(false);
  });

  it("rotates them: the old one stays good beside the new one for a while", async () => {
    const old = await made();
    const next = String(await run(store, ["rotate", idOf(old)]));
    expect([await opens(old), await opens(next)]).toEqual([true, true]);
    await store.rotate(idOf(next), 4_000_000_000, 1);
    expect(await opens(next)).toBe(false);
  });

  it("lists callers, and neither secrets nor hashes", async () => {
    const key = await made();
    const listed = String(await run(store, ["list"]));
    expect(listed).toContain(`${idOf(key)}  partner  orders/read  until `);
    expect(listed).not.toContain(readKey(key)?.secret);
    expect(listed).not.toContain((await store.find(idOf(key)))?.hash);
  });

  it.each([
    ["create", "partner", "everything"],
    ["create", "partner", "orders/read", "soon"],
  ])("refuses %s %s %s %s", async (...words) => {
    await expect(run(store, words)).rejects.toThrow();
  });
});
