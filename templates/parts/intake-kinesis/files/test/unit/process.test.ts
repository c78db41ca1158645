import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";

const handler = (event: KinesisStreamEvent) => worker(event, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";

/** An order of a customer; a bad one has no id. */
function record(sequenceNumber: string, partitionKey: string, isBad = false): KinesisStreamRecord {
  const body = `{\n"customerId":"${partitionKey}","items":[{"sku":"tea","quantity":2,"unitPriceCents":450}]}`;
  const data = Buffer.from(`${isBad ? "" : id}\n${sequenceNumber}\n${body}`).toString("base64");
  const kinesis = { sequenceNumber, partitionKey, data, approximateArrivalTimestamp: 1767323045.678 };
  return { kinesis } as KinesisStreamRecord;
}

function writtenKeys(): unknown[] {
  const commands = send.mock.calls.map(([command]) => command);
  return commands
    .filter((command) => command instanceof TransactWriteCommand)
    .map(({ input }) => input.TransactItems?.[0]?.Put?.Item?.pk);
}

describe("a batch of records", () => {
  it("is worked off in the order of its customers", async () => {
    expect(await handler({ Records: [record("1", "a"), record("2", "b"), record("3", "a")] })).toEqual({
      batchItemFailures: [],
    });
    expect(writtenKeys().filter((key) => key !== "IDEMPOTENCY#2")).toEqual([
      "IDEMPOTENCY#1",
      "IDEMPOTENCY#3",
    ]);
  });

  it("names what failed, and leaves what waits behind it", async () => {
    const Records = [record("1", "a"), record("2", "a", true), record("3", "b"), record("4", "a")];
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(writtenKeys().sort()).toEqual(["IDEMPOTENCY#1", "IDEMPOTENCY#3"]);
  });
});
