import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

describe("the API", () => {
  it("lets in who signs the request and may invoke it", async () => {
    const call = await apiCaller(local);
    expect((await call(`${apiUrl(local)}/orders`)).status).toBe(200);
  });

  it.each([
    ["no signature", {}],
    ["a token", { authorization: "Bearer token" }],
  ])("refuses who brings %s", async (_, headers: Record<string, string>) => {
    expect((await fetch(`${apiUrl(local)}/orders`, { headers })).status).toBe(403);
  });
});
