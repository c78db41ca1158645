import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";
import { s3Client } from "../../services/orders/stored-object.ts";

const order = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };
const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";

const handler = (event: SQSEvent) => worker(event, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
let read: MockInstance<typeof s3Client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  read = vi.spyOn(s3Client, "send").mockResolvedValue({
    Body: { transformToString: async () => JSON.stringify(order) },
    Metadata: { key: "k", "accepted-at": "1767323045678" },
  } as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

/** A message that tells of an object. */
function record(messageId: string, name = `accepted/${id}`, ApproximateReceiveCount = "1"): SQSRecord {
  const body = JSON.stringify({ Records: [{ s3: { bucket: { name: "b" }, object: { key: name } } }] });
  return { messageId, body, attributes: { ApproximateReceiveCount } } as SQSRecord;
}

describe("a batch of messages that tell of objects", () => {
  it("is done when the orders are processed", async () => {
    expect(await handler({ Records: [record("good")] })).toEqual({ batchItemFailures: [] });
    expect(read.mock.calls[0]?.[0].input).toEqual({ Bucket: "b", Key: `accepted/${id}` });
    expect(send).toHaveBeenCalledTimes(3);
  });

  it("names those that have to come again", async () => {
    const answer = await handler({ Records: [record("bad", "accepted/1"), record("good")] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "bad" }] });
    expect(send).toHaveBeenCalledTimes(3);
  });

  it("comes again when S3 does not answer", async () => {
    read.mockRejectedValueOnce(new Error("no connection") as never);
    expect(await handler({ Records: [record("1")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "1" }],
    });
  });

  it("is done when S3 only tries the queue", async () => {
    const body = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent" });
    expect(await handler({ Records: [{ messageId: "1", body } as SQSRecord] })).toEqual({
      batchItemFailures: [],
    });
  });

  it.each([
    ["waits", "4", []],
    ["has failed", "5", [expect.objectContaining({ failure: expect.objectContaining({ status: 500 }) })]],
  ])("lets clients know that what cannot be written %s at try %s", async (_, tries, noted) => {
    send.mockImplementation(async (command) => {
      if (command instanceof TransactWriteCommand) throw new Error("no connection");
      return {} as never;
    });
    const answer = await handler({ Records: [record("good", undefined, tries)] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "good" }] });
    const puts = send.mock.calls.map(([command]) => command).filter((each) => each instanceof PutCommand);
    expect(puts.map(({ input }) => input.Item)).toEqual(noted);
  });
});
