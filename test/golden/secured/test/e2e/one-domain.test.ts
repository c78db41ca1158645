import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { services } from "../../infra/services.ts";
import { apiCaller } from "../caller.ts";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const get = (path: string) => fetch(local.url("distribution") + path);

describe("one domain", () => {
  it.each(services.map(({ name }) => name))("leads /api/%s to its API", async (name) => {
    const call = await apiCaller(local);
    const list = await call(`${local.url("distribution")}/api/${name}`);
    expect(list.status).toBe(200);
    expect(await list.json()).toHaveProperty("items");
    const missing = await call(`${local.url("distribution")}/api/${name}/no-such-one`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-type")).toContain("application/problem+json");
  });

  it.each([
    "/api/nothing",
    "/api/ordersx",
    "/api/nothing/at/all.json",
    "/api/",
  ])("refuses %s, which no API has, as an API does", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 404 });
  });

  it.each(["/", "/orders/new", "/api-guide"])("gives the page of the site at %s", async (path) => {
    const response = await visitSite(local, path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
  });

  it("keeps a file that is missing missing", async () => {
    expect((await visitSite(local, "/assets/gone.js")).status).toBeGreaterThanOrEqual(400);
  });

  it("needs no CORS", async () => {
    const response = await fetch(`${local.url("distribution")}/api/orders`, {
      headers: { origin: "https://elsewhere.example" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});
