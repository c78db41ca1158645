import { ordersClient } from "@shared/contracts/orders.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../../../dev/local-cloud.mjs";
import type { Order } from "../../order.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

let local: LocalCloud;
let call: typeof fetch;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
});
afterAll(() => local?.close());

it("the orders service keeps the contract that other services rely on", async () => {
  const content = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };
  const created = await call(`${apiUrl(local)}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "contract" },
    body: JSON.stringify(content),
  });
  const { id } = (await created.json()) as Order;
  const orders = ordersClient(apiUrl(local), { send: call });
  expect(await orders.getOrder(id)).toMatchObject({ id, ...content, totalCents: 900, version: 1 });
  expect(await orders.getOrder("00000000-0000-4000-8000-000000000000")).toBeUndefined();
});
