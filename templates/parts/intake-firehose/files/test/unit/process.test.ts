import { GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";
import { s3Client } from "../../services/orders/stored-object.ts";

const order = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };
const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";

const line = (key: string, lineId: unknown = id) =>
  `${JSON.stringify({ id: lineId, key, acceptedAt: 1767323045678, order })}\n`;

const handler = (event: SQSEvent) => worker(event, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
let read: MockInstance<typeof s3Client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  read = vi.spyOn(s3Client, "send").mockResolvedValue({
    Body: { transformToString: async () => [line("k1"), line("k2")].join("") },
  } as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

/** A message that tells of an object. */
function record(messageId: string, ApproximateReceiveCount = "1"): SQSRecord {
  const body = JSON.stringify({
    Records: [{ s3: { bucket: { name: "b" }, object: { key: "accepted/a%3D1" } } }],
  });
  return { messageId, body, attributes: { ApproximateReceiveCount } } as SQSRecord;
}

describe("a batch of messages that tell of objects", () => {
  it("is done when the orders are processed", async () => {
    expect(await handler({ Records: [record("good")] })).toEqual({ batchItemFailures: [] });
    expect(read.mock.calls[0]?.[0].input).toEqual({ Bucket: "b", Key: "accepted/a=1" });
    expect(send).toHaveBeenCalledTimes(6);
  });

  it.each([
    ["has no id", line("k1", "bad")],
    ["is cut off", "{\n"],
    ["is no order", "null\n"],
  ])("names those that have to come again: a line that %s fails alone", async (_, first) => {
    const text = first + line("k2");
    read.mockResolvedValueOnce({ Body: { transformToString: async () => text } } as never);
    const answer = await handler({ Records: [record("bad")] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "bad" }] });
    // The order beside the bad one is processed.
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
    read.mockResolvedValueOnce({ Body: { transformToString: async () => line("k1") } } as never);
    send.mockImplementation(async (command) => {
      if (command instanceof TransactWriteCommand) throw new Error("no connection");
      return {} as never;
    });
    const answer = await handler({ Records: [record("good", tries)] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "good" }] });
    const puts = send.mock.calls.map(([command]) => command).filter((each) => each instanceof PutCommand);
    expect(puts.map(({ input }) => input.Item)).toEqual(noted);
  });
});

describe("an object of more orders than there is time for", () => {
  const ids = Array.from({ length: 95 }, (_, n) => `0b6f4a1e-6c1f-4a43-9d5c-${String(n).padStart(12, "0")}`);
  /** What lies in the table, by key. */
  const items = new Map<string, Record<string, unknown>>();
  let created: string[];
  /** How many orders a try has time for. */
  let pace: number;
  let onLimit: () => Promise<void>;

  beforeEach(() => {
    items.clear();
    created = [];
    onLimit = async () => {};
    const text = ids.map((each, n) => line(`k${n}`, each)).join("");
    read.mockResolvedValue({ Body: { transformToString: async () => text } } as never);
    vi.spyOn(console, "warn").mockReturnValue();
    send.mockImplementation(async (command) => {
      if (command instanceof GetCommand) return { Item: items.get(command.input.Key?.pk) } as never;
      if (command instanceof PutCommand) items.set(command.input.Item?.pk, command.input.Item ?? {});
      if (command instanceof TransactWriteCommand) {
        if (left() <= 0) await onLimit();
        created.push(command.input.TransactItems?.[1]?.Put?.Item?.id);
      }
      return {} as never;
    });
  });

  let before: number;
  const left = () => pace - (created.length - before);
  /** A try whose time runs out with its orders. */
  function attempt(receiveCount: string, orders: number) {
    before = created.length;
    pace = orders;
    return worker(
      { Records: [record("object", receiveCount)] },
      { getRemainingTimeInMillis: () => (left() > 0 ? 10_000 : 1_000) },
    );
  }
  const again = { batchItemFailures: [{ itemIdentifier: "object" }] };

  it("is finished over several tries, each of which goes on where the last one ended", async () => {
    expect(await attempt("1", 40)).toEqual(again);
    expect(created).toEqual(ids.slice(0, 40));
    expect(await attempt("2", 40)).toEqual(again);
    expect(created).toEqual(ids.slice(0, 80));
    expect(await attempt("3", 40)).toEqual({ batchItemFailures: [] });
    expect(created).toEqual(ids);
  });

  it("is finished by another try when Lambda ends one amid its orders", async () => {
    const ended = new Promise<void>((end) => {
      onLimit = () => new Promise(() => end());
    });
    void attempt("1", 35);
    await ended;
    expect(created.length).toBe(35);
    onLimit = async () => {};
    expect(await attempt("2", 100)).toEqual({ batchItemFailures: [] });
    expect(created.toSorted()).toEqual(ids);
  });

  it("leaves out what was refused, and tries again what was only given up", async () => {
    const [refused = "", givenUp = ""] = ids;
    items.set(`REQUEST#${refused}`, { failure: { status: 422 } });
    items.set(`REQUEST#${givenUp}`, { failure: { status: 500 } });
    expect(await attempt("5", 100)).toEqual({ batchItemFailures: [] });
    expect(created).toEqual(ids.slice(1));
    expect(items.get(`REQUEST#${refused}`)).toEqual({ failure: { status: 422 } });
    expect(items.get(`REQUEST#${givenUp}`)).toMatchObject({ orderId: givenUp });
  });
});
