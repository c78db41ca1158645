import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../handlers/publish.ts";

const record = (id: string): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: `number of ${id}`,
    NewImage: {
      pk: { S: `ORDER#${id}` },
      id: { S: id },
      customerId: { S: "c-1" },
      totalCents: { N: "900" },
      createdAt: { S: "2026-01-02T03:04:05.678Z" },
    },
  },
});

const send = vi.spyOn(EventBridgeClient.prototype, "send");
const answer = (...entries: { ErrorCode?: string }[]) =>
  send.mockImplementation(async () => ({ Entries: entries }));
afterEach(() => vi.clearAllMocks());

describe("orders that were stored", () => {
  it("are told on the bus, as the contract says", async () => {
    answer({}, {});
    expect(await handler({ Records: [record("o-1"), record("o-2")] })).toEqual({ batchItemFailures: [] });
    const [command] = send.mock.calls[0] ?? [];
    const { Entries } = command?.input as { Entries: { DetailType: string; Detail: string }[] };
    expect(Entries.map(({ DetailType, Detail }) => [DetailType, JSON.parse(Detail)])).toEqual(
      ["o-1", "o-2"].map((orderId) => [
        "OrderPlaced",
        { orderId, customerId: "c-1", totalCents: 900, placedAt: "2026-01-02T03:04:05.678Z" },
      ]),
    );
  });

  it("come again from the first one that the bus did not take", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    answer({}, { ErrorCode: "ThrottlingException" });
    const { batchItemFailures } = await handler({ Records: [record("o-1"), record("o-2")] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: "number of o-2" }]);
  });
});
