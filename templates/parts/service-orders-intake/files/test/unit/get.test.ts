import type { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler } from "../../services/orders/handlers/get.ts";
import { orderIdOf } from "../../services/orders/order-id.ts";

/** What lies in the table, by key. */
const items = new Map<string, object>();
beforeEach(() => {
  items.clear();
  vi.spyOn(client, "send").mockImplementation(async (command) => {
    const { Key } = (command as GetCommand).input;
    return { Item: items.get(Key?.pk) } as never;
  });
});
afterEach(() => vi.restoreAllMocks());

const request = { headers: {}, queryStringParameters: {}, body: "", isBase64Encoded: false };

async function get(id: string) {
  const { statusCode, body } = await handler({ ...request, pathParameters: { id } });
  return { statusCode, body: JSON.parse(body) };
}

describe("an order that was accepted", () => {
  const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";
  const orderId = "5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11";

  it("waits as long as nothing has become of it", async () => {
    items.set(`REQUEST#${id}`, { kind: "accepted" });
    expect(await get(id)).toEqual({ statusCode: 200, body: { id, status: "accepted" } });
  });

  it("is processed once there is an order", async () => {
    items.set(`REQUEST#${id}`, { orderId });
    items.set(`ORDER#${orderId}`, { pk: `ORDER#${orderId}`, kind: "order", id: orderId });
    expect(await get(id)).toEqual({ statusCode: 200, body: { id: orderId, status: "processed" } });
    expect(await get(orderId)).toEqual({ statusCode: 200, body: { id: orderId, status: "processed" } });
  });

  it("is found by the id that the client was told when nothing more is known of the request", async () => {
    const told = "1767323045678-JKJaXmPLvHcESHA";
    const derived = orderIdOf(told);
    items.set(`ORDER#${derived}`, { pk: `ORDER#${derived}`, kind: "order", id: derived });
    expect(await get(told)).toEqual({ statusCode: 200, body: { id: derived, status: "processed" } });
  });

  it("fails with a reason", async () => {
    const failure = { status: 422, detail: "Used." };
    items.set(`REQUEST#${id}`, { failure });
    expect(await get(id)).toEqual({ statusCode: 200, body: { id, status: "failed", failure } });
  });

  it("is gone when it was processed and deleted", async () => {
    items.set(`REQUEST#${id}`, { orderId });
    expect(await get(id)).toMatchObject({ statusCode: 404 });
  });
});

it("an unknown id belongs to no order", async () => {
  expect(await get("00000000-0000-4000-8000-000000000000")).toMatchObject({
    statusCode: 404,
    body: { status: 404 },
  });
});
