import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";

const handler = (event: SQSEvent) => worker(event, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

const order = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };

function record(messageId: string, detail: object, ApproximateReceiveCount = "1"): SQSRecord {
  const body = JSON.stringify({ time: "2026-01-02T03:04:05Z", detail });
  return { messageId, body, attributes: { ApproximateReceiveCount } } as SQSRecord;
}

const accepted = { id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21", key: "k", order };
const good = record("good", accepted);

describe("a batch of events", () => {
  it("is done when all of them are", async () => {
    expect(await handler({ Records: [good] })).toEqual({ batchItemFailures: [] });
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("names those that have to come again", async () => {
    const answer = await handler({ Records: [record("bad", {}), good] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "bad" }] });
    expect(send).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["waits", "4", []],
    ["has failed", "5", [expect.objectContaining({ failure: expect.objectContaining({ status: 500 }) })]],
  ])("lets clients know that what cannot be written %s at try %s", async (_, tries, noted) => {
    send.mockImplementation(async (command) => {
      if (command instanceof TransactWriteCommand) throw new Error("no connection");
      return {} as never;
    });
    const answer = await handler({ Records: [record("good", accepted, tries)] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "good" }] });
    const puts = send.mock.calls.map(([command]) => command).filter((each) => each instanceof PutCommand);
    expect(puts.map(({ input }) => input.Item)).toEqual(noted);
  });
});
