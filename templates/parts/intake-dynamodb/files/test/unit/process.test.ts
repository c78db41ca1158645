import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";

const handler = (event: DynamoDBStreamEvent) => worker(event, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

const body = JSON.stringify({
  customerId: "c-1",
  items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }],
});

/** An order that was put into the table; a bad one has no id. */
function record(SequenceNumber: string, isBad = false): DynamoDBRecord {
  const NewImage = {
    ...(isBad ? {} : { id: { S: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21" } }),
    key: { S: SequenceNumber },
    createdAt: { S: "1767323045678" },
    body: { S: body },
  };
  return { dynamodb: { SequenceNumber, NewImage } };
}

function written(): unknown[] {
  const commands = send.mock.calls.map(([command]) => command);
  return commands
    .filter((command) => command instanceof TransactWriteCommand)
    .map(({ input }) => input.TransactItems?.map(({ Put }) => Put?.Item));
}

describe("a batch of changes", () => {
  it("is done when all of them are, with the time of the acceptance", async () => {
    expect(await handler({ Records: [record("1")] })).toEqual({ batchItemFailures: [] });
    expect(written()).toEqual([
      [
        expect.objectContaining({ pk: "IDEMPOTENCY#1" }),
        expect.objectContaining({ createdAt: "2026-01-02T03:04:05.678Z" }),
      ],
    ]);
  });

  it("names those that have to come again", async () => {
    const Records = [record("1"), record("2", true), record("3")];
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(written()).toHaveLength(2);
  });
});
