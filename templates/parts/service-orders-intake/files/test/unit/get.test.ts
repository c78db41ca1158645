import type { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler } from "../../services/orders/handlers/get.ts";
import { daysToWait } from "../../services/orders/waiting.ts";
import { requestIdAt } from "../request-ids.ts";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-01-02T03:04:05.678Z");

/** What lies in the table, by key. */
const items = new Map<string, object>();
beforeEach(() => {
  items.clear();
  vi.useFakeTimers({ now });
  vi.spyOn(client, "send").mockImplementation(async (command) => {
    const { Key } = (command as GetCommand).input;
    return { Item: items.get(Key?.pk) } as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const request = { headers: {}, queryStringParameters: {}, body: "", isBase64Encoded: false };

async function get(id: string) {
  const { statusCode, body } = await handler({ ...request, pathParameters: { id } });
  return { statusCode, body: JSON.parse(body) };
}

describe("an order that was accepted", () => {
  const id = requestIdAt(now);
  const orderId = "5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11";

  it("waits", async () => {
    expect(await get(id)).toEqual({ statusCode: 200, body: { id, status: "accepted" } });
  });

  it("is processed once there is an order", async () => {
    items.set(`REQUEST#${id}`, { orderId });
    items.set(`ORDER#${orderId}`, { pk: `ORDER#${orderId}`, kind: "order", id: orderId });
    expect(await get(id)).toEqual({ statusCode: 200, body: { id: orderId, status: "processed" } });
    expect(await get(orderId)).toEqual({ statusCode: 200, body: { id: orderId, status: "processed" } });
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

it.each([
  ["too old", requestIdAt(new Date(now.getTime() - daysToWait * day - 1000))],
  ["of another kind", "00000000-0000-4000-8000-000000000000"],
  ["none", "no-such-order"],
])("an id that is %s belongs to no order", async (_, id) => {
  expect(await get(id)).toMatchObject({ statusCode: 404, body: { status: 404 } });
});
