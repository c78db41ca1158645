import type { SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler } from "../../services/orders/handlers/process.ts";

let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

const order = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };

function record(messageId: string, detail: object): SQSRecord {
  return { messageId, body: JSON.stringify({ time: "2026-01-02T03:04:05Z", detail }) } as SQSRecord;
}

const good = record("good", { id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21", key: "k", order });

describe("a batch of events", () => {
  it("is done when all of them are", async () => {
    expect(await handler({ Records: [good] })).toEqual({ batchItemFailures: [] });
    expect(send).toHaveBeenCalledOnce();
  });

  it("names those that have to come again", async () => {
    const answer = await handler({ Records: [record("bad", {}), good] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "bad" }] });
    expect(send).toHaveBeenCalledOnce();
  });
});
