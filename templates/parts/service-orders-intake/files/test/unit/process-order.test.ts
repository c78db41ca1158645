import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { giveUp, processOrder } from "../../services/orders/process-order.ts";

const tea = { sku: "tea", quantity: 2, unitPriceCents: 450 };
const accepted = {
  id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21",
  key: "k",
  acceptedAt: new Date("2026-01-02T03:04:05.678Z"),
  body: JSON.stringify({ customerId: "c-1", items: [tea] }),
};

const timeLeft = () => 10_000;
let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

/** The items that were written, by what DynamoDB was asked. */
function written(): Record<string, unknown>[] {
  return send.mock.calls.flatMap(([command]) => {
    if (command instanceof PutCommand) return [command.input.Item ?? {}];
    if (!(command instanceof TransactWriteCommand)) return [];
    return (command.input.TransactItems ?? []).map(({ Put }) => Put?.Item ?? {});
  });
}

describe("an accepted order", () => {
  it("becomes an order under the id and with the time of its acceptance", async () => {
    await processOrder(accepted, timeLeft);
    expect(written()).toEqual([
      expect.objectContaining({ pk: "IDEMPOTENCY#k" }),
      expect.objectContaining({
        pk: `ORDER#${accepted.id}`,
        kind: "order",
        createdAt: "2026-01-02T03:04:05.678Z",
        totalCents: 900,
      }),
      expect.objectContaining({ pk: `REQUEST#${accepted.id}`, orderId: accepted.id }),
    ]);
  });

  it.each([
    ["an item is in the list twice", { body: JSON.stringify({ customerId: "c-1", items: [tea, tea] }) }],
    ["its key is too long", { key: "k".repeat(256) }],
  ])("fails for good when %s", async (_, change) => {
    await processOrder({ ...accepted, ...change }, timeLeft);
    expect(written()).toEqual([
      expect.objectContaining({
        pk: `REQUEST#${accepted.id}`,
        failure: expect.objectContaining({ status: 400 }),
      }),
    ]);
  });

  it("waits for another one with the same key", async () => {
    const CancellationReasons = [{ Code: "TransactionConflict" }];
    const conflict = new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
    send.mockRejectedValueOnce(conflict as never);
    await processOrder(accepted, timeLeft);
    expect(send).toHaveBeenCalledTimes(3);
  });

  describe("that DynamoDB throttles", () => {
    const throttled = (Code: string) =>
      new TransactionCanceledException({
        message: "",
        $metadata: {},
        CancellationReasons: [{ Code: "None" }, { Code }],
      });

    it.each(["ThrottlingError", "ProvisionedThroughputExceeded"])("is tried again: %s", async (code) => {
      for (let count = 0; count < 3; count++) send.mockRejectedValueOnce(throttled(code) as never);
      await processOrder(accepted, timeLeft);
      // Three refusals, the order, and what became of it; nothing is read.
      expect(send).toHaveBeenCalledTimes(5);
      expect(written().at(-1)).toMatchObject({ pk: `REQUEST#${accepted.id}`, orderId: accepted.id });
    });

    it("is tried again when what became of it is throttled", async () => {
      const error = Object.assign(new Error(""), { name: "ThrottlingException" });
      send.mockResolvedValueOnce({} as never).mockRejectedValueOnce(error as never);
      await processOrder(accepted, timeLeft);
      expect(send.mock.calls.map(([command]) => command.constructor)).toEqual([
        TransactWriteCommand,
        PutCommand,
        PutCommand,
      ]);
    });

    it("comes again when time is short", async () => {
      const error = throttled("ThrottlingError");
      send.mockRejectedValue(error as never);
      await expect(processOrder(accepted, () => 2_000)).rejects.toBe(error);
      expect(written().map(({ pk }) => pk)).not.toContain(`REQUEST#${accepted.id}`);
    });
  });

  it("is known for longer than it can come again, as is its key", async () => {
    const before = Date.now() / 1000;
    await processOrder(accepted, timeLeft);
    const [record] = written();
    const daysOfMessages = 14;
    expect(record?.expiresAt).toBeGreaterThan(before + 2 * daysOfMessages * 24 * 60 * 60);
  });

  describe("that comes again when nothing is known of its key any more", () => {
    /** DynamoDB finds an order of this id, or nothing at all. */
    function taken(Item?: object) {
      const $metadata = {};
      const CancellationReasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed" }];
      const error = new TransactionCanceledException({ message: "", $metadata, CancellationReasons });
      send.mockImplementation(async (command) => {
        if (command instanceof TransactWriteCommand) throw error;
        const isOrder = command instanceof GetCommand && command.input.Key?.pk === `ORDER#${accepted.id}`;
        return { Item: isOrder ? Item : undefined } as never;
      });
      return error;
    }

    it("is the order that it has led to", async () => {
      taken({ pk: `ORDER#${accepted.id}`, kind: "order", id: accepted.id });
      await processOrder(accepted, timeLeft);
      expect(written()).toContainEqual(
        expect.objectContaining({ pk: `REQUEST#${accepted.id}`, orderId: accepted.id }),
      );
    });

    it("is tried again when there is no such order", async () => {
      const error = taken();
      await expect(processOrder(accepted, timeLeft)).rejects.toBe(error);
    });
  });

  it("comes again when DynamoDB fails", async () => {
    send.mockRejectedValue(new Error("no connection") as never);
    await expect(processOrder(accepted, timeLeft)).rejects.toThrow("no connection");
  });

  it.each([
    ["no id", { id: undefined }],
    ["another id", { id: "1" }],
    ["no time", { acceptedAt: new Date(Number.NaN) }],
  ])("is none with %s", async (_, change) => {
    await expect(processOrder({ ...accepted, ...change }, timeLeft)).rejects.toThrow();
    expect(send).not.toHaveBeenCalled();
  });
});

describe("an order that was tried for the last time", () => {
  it("fails, unless it led to an order before", async () => {
    await giveUp(accepted);
    expect(written()).toEqual([
      expect.objectContaining({
        pk: `REQUEST#${accepted.id}`,
        failure: expect.objectContaining({ status: 500 }),
      }),
    ]);
    expect(send.mock.calls[0]?.[0].input).toMatchObject({
      ConditionExpression: "attribute_not_exists(orderId)",
    });
  });

  it("stays what it was when it has led to one", async () => {
    const failed = new ConditionalCheckFailedException({ message: "", $metadata: {} });
    send.mockRejectedValue(failed as never);
    const error = vi.spyOn(console, "error").mockReturnValue();
    await giveUp(accepted);
    expect(error).not.toHaveBeenCalled();
  });

  it("is given up without a note when DynamoDB fails too", async () => {
    send.mockRejectedValue(new Error("no connection") as never);
    const error = vi.spyOn(console, "error").mockReturnValue();
    await giveUp(accepted);
    expect(error).toHaveBeenCalledOnce();
  });

  it("is given up without a note when it never was one", async () => {
    await giveUp({ ...accepted, id: undefined });
    expect(send).not.toHaveBeenCalled();
  });
});
