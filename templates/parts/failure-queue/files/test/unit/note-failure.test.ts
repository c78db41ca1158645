import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { client } from "../../services/lib/table.ts";
import { noteFailure } from "../../services/orders/note-failure.ts";
import { tries } from "../../services/orders/waiting.ts";

/** What lies in the table, by key. */
const items = new Map<string, Record<string, unknown>>();
beforeEach(() => {
  items.clear();
  vi.spyOn(client, "send").mockImplementation(async (command) => {
    if (command instanceof PutCommand) items.set(command.input.Item?.pk, command.input.Item ?? {});
    return { Item: command instanceof GetCommand && items.get(command.input.Key?.pk) } as never;
  });
});
afterEach(() => vi.restoreAllMocks());

const accepted = {
  id: "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21",
  key: "k",
  acceptedAt: new Date("2026-01-02T03:04:05.678Z"),
  body: "{}",
};
const noted = () => items.get(`REQUEST#${accepted.id}`);

async function fail(times: number) {
  for (let count = 0; count < times; count++) await noteFailure(accepted);
}

it("an order is given up with its last try", async () => {
  await fail(tries - 1);
  expect(noted()).toBeUndefined();
  await fail(1);
  expect(noted()).toMatchObject({ failure: { status: 500 } });
});

it("an order that was put back is tried as often again", async () => {
  await fail(tries);
  items.delete(`REQUEST#${accepted.id}`);
  await fail(tries - 1);
  expect(noted()).toBeUndefined();
  await fail(1);
  expect(noted()).toMatchObject({ failure: { status: 500 } });
});

it("a failure that cannot be counted is logged", async () => {
  vi.spyOn(client, "send").mockRejectedValue(new Error("no connection") as never);
  const error = vi.spyOn(console, "error").mockReturnValue();
  await noteFailure(accepted);
  expect(error).toHaveBeenCalledOnce();
});

it("what is no accepted order is not counted", async () => {
  await noteFailure({ ...accepted, id: undefined });
  expect(items.size).toBe(0);
});
