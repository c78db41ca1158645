import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../../../dev/local-cloud.mjs";
import { name } from "../../name.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";
import { isKnownCaller } from "../known-caller.ts";

const order = {
  id: "o-1",
  customerId: "c-1",
  items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }],
  totalCents: 900,
  version: 1,
  createdAt: "2026-01-02T03:04:05.678Z",
};

/** Stands for the orders service, by its contract: this service is tested without the others. */
let orders: Server;
let isDown = false;
let local: LocalCloud;
let call: typeof fetch;
let last: string | undefined;
beforeAll(async () => {
  orders = createServer((request, response) => {
    last = request.headers.authorization;
    const isKnown = request.url === `/orders/${order.id}`;
    response.statusCode = isDown ? 503 : isKnown ? 200 : 404;
    response.end(isKnown && !isDown ? JSON.stringify(order) : "{}");
  });
  await new Promise<void>((done) => orders.listen(0, "127.0.0.1", done));
  const { port } = orders.address() as AddressInfo;
  const env = { ORDERS_URL: `http://127.0.0.1:${port}` };
  local = await startLocal({ port: 0, config: { env } });
  call = await apiCaller(local);
});
afterAll(async () => {
  await local?.close();
  orders?.closeAllConnections();
  orders?.close();
});

const get = (id: string, orderId: string) => call(`${apiUrl(local)}/${name}/${id}/orders/${orderId}`);

it("shows an order to the customer whose it is", async () => {
  const response = await get("c-1", "o-1");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(order);
  expect(isKnownCaller(last)).toBe(true);
});

it("knows no order of another customer, and none that the orders service does not know", async () => {
  expect((await get("c-2", "o-1")).status).toBe(404);
  expect((await get("c-1", "o-2")).status).toBe(404);
});

it("says so when the orders service does not answer", async () => {
  isDown = true;
  const response = await get("c-1", "o-1");
  isDown = false;
  expect(response.status).toBe(502);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
});
