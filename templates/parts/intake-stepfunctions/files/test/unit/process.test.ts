import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { handler as worker } from "../../services/orders/handlers/process.ts";

type Work = Parameters<typeof worker>[0];
const handler = (work: Work) => worker(work, { getRemainingTimeInMillis: () => 10_000 });

let send: MockInstance<typeof client.send>;
beforeEach(() => {
  send = vi.spyOn(client, "send").mockResolvedValue({} as never);
  vi.spyOn(console, "info").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

const order = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };
const input = { id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21", key: "k", order };
const startedAt = "2026-01-02T03:04:05.678Z";

/** Items that were put into the table, by transactions and alone. */
function written(): unknown[] {
  return send.mock.calls.flatMap(([command]) => {
    if (command instanceof TransactWriteCommand) {
      return command.input.TransactItems?.map(({ Put }) => Put?.Item) ?? [];
    }
    return command instanceof PutCommand ? [command.input.Item] : [];
  });
}

describe("the work of an execution", () => {
  it.each([
    ["the API", { ...input, acceptedAt: 1767225600000 }, "2026-01-01T00:00:00.000Z"],
    ["the execution", input, startedAt],
  ])("is an order of the time that %s knows", async (_, stored, createdAt) => {
    await handler({ task: "process", startedAt, input: stored });
    expect(written()).toContainEqual(expect.objectContaining({ kind: "order", createdAt }));
  });

  it("fails, so that it is tried again", async () => {
    send.mockRejectedValueOnce(new Error("no connection") as never);
    await expect(handler({ task: "process", startedAt, input })).rejects.toThrow("no connection");
  });

  it("is given up: clients are told", async () => {
    await handler({ task: "giveUp", startedAt, input });
    expect(written()).toEqual([
      expect.objectContaining({ failure: expect.objectContaining({ status: 500 }) }),
    ]);
  });
});
