import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { ordersClient } from "./orders-client.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const { create, accepted, settled } = ordersClient(() => local);

describe("POST /orders", () => {
  it("tells in a header where the order will be", async () => {
    const response = await create("first");
    expect(response.status).toBe(202);
    const [, id = ""] = /^orders\/([\w=-]+)$/.exec(response.headers.get("location") ?? "") ?? [];
    const order = await settled(id);
    expect(order.status).toBe("processed");
    expect(await settled(order.id)).toEqual(order);
  });

  it("stores an order that is none, and the worker fails it", async () => {
    const id = await accepted("bad", { customerId: "c-1", items: [{ sku: 7 }] });
    expect(await settled(id)).toMatchObject({
      id,
      status: "failed",
      failure: {
        status: 400,
        errors: expect.arrayContaining([expect.objectContaining({ pointer: "#/items/0/sku" })]),
      },
    });
  });
});
