import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { setPassword } from "../../infra/site-password.ts";
import { settingsOf } from "../edge-settings.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const as = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
const statusOf = async (path: string, authorization?: string) => {
  const headers: Record<string, string> = authorization ? { authorization } : {};
  return (await fetch(local.url("distribution") + path, { headers })).status;
};

describe("the site", () => {
  it("is closed to all until a password is set, and then to all but who knows it", async () => {
    expect(await statusOf("/", as("site", ""))).toBe(401);
    const password = await setPassword(settingsOf(local), "site");
    expect(await statusOf("/", as("site", password))).toBe(200);
    expect(await statusOf("/orders/new", as("site", password))).toBe(200);
    const wrong = [
      undefined,
      "Basic",
      "Basic !",
      `Bearer ${password}`,
      as("other", password),
      as("site", "wrong"),
    ];
    for (const authorization of wrong) expect(await statusOf("/", authorization)).toBe(401);
    for (const path of ["/config.json", "/assets/any.js", "/variants/control/index.html"]) {
      expect(await statusOf(path)).toBe(401);
    }
  });

  it("takes a new password in place of the one before", async () => {
    const before = await setPassword(settingsOf(local), "site");
    const after = await setPassword(settingsOf(local), "site");
    expect(await statusOf("/", as("site", before))).toBe(401);
    expect(await statusOf("/", as("site", after))).toBe(200);
  });
});
