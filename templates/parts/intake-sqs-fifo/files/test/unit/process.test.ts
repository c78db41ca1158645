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

const attribute = (stringValue: string) => ({ stringValue, dataType: "String" });

const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";

/** An order of a customer; a bad one has no id. */
function record(messageId: string, MessageGroupId: string, isBad = false, tries = 1): SQSRecord {
  const body = JSON.stringify({
    customerId: MessageGroupId,
    items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }],
  });
  const messageAttributes = isBad ? {} : { id: attribute(id), key: attribute(messageId) };
  const attributes = {
    MessageGroupId,
    SentTimestamp: "1767323045678",
    ApproximateReceiveCount: String(tries),
  };
  return { messageId, body, attributes, messageAttributes } as unknown as SQSRecord;
}

function writtenKeys(): unknown[] {
  const commands = send.mock.calls.map(([command]) => command);
  return commands
    .filter((command) => command instanceof TransactWriteCommand)
    .map(({ input }) => input.TransactItems?.[0]?.Put?.Item?.pk);
}

describe("a batch of messages", () => {
  it("is worked off in the order of its customers", async () => {
    expect(await handler({ Records: [record("1", "a"), record("2", "b"), record("3", "a")] })).toEqual({
      batchItemFailures: [],
    });
    expect(writtenKeys().filter((key) => key !== "IDEMPOTENCY#2")).toEqual([
      "IDEMPOTENCY#1",
      "IDEMPOTENCY#3",
    ]);
  });

  it("names what failed, and what waits behind it", async () => {
    const Records = [record("1", "a"), record("2", "a", true), record("3", "b"), record("4", "a")];
    expect(await handler({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }, { itemIdentifier: "4" }],
    });
    expect(writtenKeys().sort()).toEqual(["IDEMPOTENCY#1", "IDEMPOTENCY#3"]);
  });

  it("leaves nothing behind what failed for the last time", async () => {
    const Records = [record("1", "a", true, 5), record("2", "a", false, 5)];
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(writtenKeys()).toEqual(["IDEMPOTENCY#2"]);
  });

  it("notes the last try of all before the first is worked off, as a worker that is ended ends them all", async () => {
    send.mockImplementation(async (command) => {
      // As a table that never answers does, until the function is ended.
      if (command instanceof TransactWriteCommand) await new Promise(() => {});
      return {} as never;
    });
    void handler({ Records: [record("1", "a", false, 5), record("2", "a", false, 5)] });
    await vi.waitFor(() =>
      expect(send.mock.calls.map(([command]) => command.constructor)).toEqual([
        PutCommand,
        PutCommand,
        TransactWriteCommand,
      ]),
    );
  });
});
