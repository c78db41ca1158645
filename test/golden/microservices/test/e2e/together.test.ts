import { readdirSync } from "node:fs";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { slug } from "../../packages/constructs/config.ts";

const services = readdirSync("services");
const others = services.filter((service) => service !== "orders");

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const urlOf = (service: string) => local.url(`${slug}-${service}-`);

/** Asks any port of this machine for a host of the local cloud. */
function statusOf(host: string, path: string): Promise<number | undefined> {
  const [url = ""] = Object.values(local.urls);
  return new Promise((done, fail) => {
    get(new URL(path, url), { headers: { host } }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on("error", fail);
  });
}

describe("all services together", () => {
  it.each(services)("%s answers on a host of its own", async (service) => {
    const { pathname } = new URL(urlOf(service));
    const list = `${pathname.replace(/\/$/, "")}/${service}`;
    expect(await statusOf(`${service}.localhost`, list)).toBe(200);
    expect(await statusOf("other.localhost", list)).toBe(421);
  });

  it.each(others)("%s asks the orders service", async (service) => {
    const created = await fetch(`${urlOf("orders")}/orders`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `for ${service}` },
      body: JSON.stringify({ customerId: "c-1", items: [{ sku: "tea", quantity: 1, unitPriceCents: 450 }] }),
    });
    const { id } = (await created.json()) as { id: string };
    const response = await fetch(`${urlOf(service)}/${service}/c-1/orders/${id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, totalCents: 450 });
    expect((await fetch(`${urlOf(service)}/${service}/c-2/orders/${id}`)).status).toBe(404);
  });
});
