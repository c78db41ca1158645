import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
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

  it("refuses callers who show no certificate", async () => {
    for (const method of ["GET", "DELETE"]) {
      const response = await fetch(`${local.url("api-origin.")}/orders/1`, { method });
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ message: "Forbidden" });
    }
  });

  it("leaves no other way to the API", () => {
    expect(Object.keys(local.urls).filter((title) => /(HTTP|REST) API/.test(title))).toEqual([]);
  });
});
