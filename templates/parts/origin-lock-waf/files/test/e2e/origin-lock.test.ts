import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { slug, stages } from "../../infra/config.ts";
import { apiUrl, pathInApi } from "../api.ts";
import { apiCaller } from "../caller.ts";

let local: LocalCloud;
let call: typeof fetch;
let straight: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
  straight = local.url(`${slug}-orders-${stages[0]?.name} REST API`) + pathInApi("/orders");
});
afterAll(() => local?.close());

const guessed = { "x-origin-secret": "guessed" };

describe("the origin lock", () => {
  it("lets requests through that come by the distribution", async () => {
    expect((await call(`${apiUrl(local)}/orders`)).status).toBe(200);
  });

  it("refuses requests that come straight to the API, whoever sends them", async () => {
    const apis = Object.entries(local.urls).filter(([title]) => title.endsWith(" REST API"));
    expect(apis.length).toBeGreaterThan(0);
    for (const url of [straight, ...apis.map(([, url]) => url + pathInApi("/orders"))]) {
      for (const response of [await fetch(url), await call(url)]) {
        expect(response.status).toBe(403);
        expect(await response.json()).toEqual({ message: "Forbidden" });
      }
    }
  });

  it("refuses a secret that is guessed, also when it is sent by way of the distribution", async () => {
    expect((await call(straight, { headers: guessed })).status).toBe(403);
    // The distribution puts its own in the place of it.
    expect((await call(`${apiUrl(local)}/orders`, { headers: guessed })).status).toBe(200);
  });

  it("refuses before a function runs, also what changes data", async () => {
    expect((await call(`${straight}/1`, { method: "DELETE" })).status).toBe(403);
  });
});
