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

const straight = (headers?: Record<string, string>) => fetch(`${local.url("REST API")}/orders`, { headers });

describe("the origin lock", () => {
  it("lets requests through that come by the distribution", async () => {
    expect((await call(`${apiUrl(local)}/orders`)).status).toBe(200);
  });

  it("refuses requests that come straight to the API", async () => {
    const response = await straight();
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: "Forbidden" });
  });

  it("refuses a secret that is guessed, also when it is sent by way of the distribution", async () => {
    const guessed = { "x-origin-secret": "guessed" };
    expect((await straight(guessed)).status).toBe(403);
    // The distribution puts its own in the place of it.
    expect((await call(`${apiUrl(local)}/orders`, { headers: guessed })).status).toBe(200);
  });

  it("refuses before a function runs, also what changes data", async () => {
    const response = await fetch(`${local.url("REST API")}/orders/1`, { method: "DELETE" });
    expect(response.status).toBe(403);
  });
});
