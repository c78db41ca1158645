import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl, pathInApi } from "../api.ts";
import { apiCaller } from "../caller.ts";

let local: LocalCloud;
let call: typeof fetch;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
});
afterAll(() => local?.close());

describe("the origin lock", () => {
  it("lets requests through that come by the distribution", async () => {
    expect((await call(`${apiUrl(local)}/orders`)).status).toBe(200);
  });

  it("refuses callers of every API who show no certificate", async () => {
    const hosts = Object.keys(local.urls).filter((title) => title.includes("api-origin."));
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) {
      for (const [method, ask] of [
        ["GET", fetch],
        ["DELETE", fetch],
        ["GET", call],
      ] as const) {
        const response = await ask(local.url(host) + pathInApi("/orders/1"), { method });
        expect(response.status).toBe(403);
        expect(await response.json()).toEqual({ message: "Forbidden" });
      }
    }
  });

  it("leaves no other way to the API", () => {
    expect(Object.keys(local.urls).filter((title) => /(HTTP|REST) API/.test(title))).toEqual([]);
  });
});
