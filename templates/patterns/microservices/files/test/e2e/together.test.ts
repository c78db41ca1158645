import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiCaller } from "../../services/orders/test/caller.ts";
import { services, urlOf } from "../addresses.ts";
import { answerToStranger } from "../stranger.ts";

let local: LocalCloud;
let call: typeof fetch;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
});
afterAll(() => local?.close());

describe("all services together", () => {
  it.each(services)("%s answers", async (service) => {
    const list = `${urlOf(local, service)}/${service}`;
    const response = await call(list);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ items: [] });
    expect((await fetch(list)).status).toBe(answerToStranger(200));
  });

  it.each(
    services.filter((service) => service !== "orders"),
  )("%s asks the orders service", async (service) => {
    const created = await call(`${urlOf(local, "orders")}/orders`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `for ${service}` },
      body: JSON.stringify({ customerId: "c-1", items: [{ sku: "tea", quantity: 1, unitPriceCents: 450 }] }),
    });
    const { id } = (await created.json()) as { id: string };
    const asked = `${urlOf(local, service)}/${service}`;
    const response = await call(`${asked}/c-1/orders/${id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, totalCents: 450 });
    expect((await call(`${asked}/c-2/orders/${id}`)).status).toBe(404);
  });
});
