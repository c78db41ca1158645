import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { client, TableName } from "../lib/table.ts";
import { expiresAt } from "./kept.ts";
import { AcceptedOrder, giveUp } from "./process-order.ts";
import { tries } from "./waiting.ts";

// A fourth kind of items in the table, for orders that have failed:
//   pk TRIES#<id>               how often, until `expiresAt`

/**
 * Counts the tries of an order that has failed, and gives it up with the last one: Lambda does not tell which it is. It tries
 * a little longer when the order was in a batch at first, as halving a batch costs no try. What was put back is tried as
 * often again.
 */
export async function noteFailure(message: unknown): Promise<void> {
  const { data: accepted } = z.safeParse(AcceptedOrder, message);
  // Nobody waits for what is no accepted order.
  if (!accepted) return;
  try {
    if ((await countFailure(accepted.id)) % tries === 0) await giveUp(accepted);
  } catch (error) {
    console.error({ event: "try not counted", requestId: accepted.id, error });
  }
}

/** Lambda gives a record to one invocation at a time, so that nobody else counts between the two calls. */
async function countFailure(id: string): Promise<number> {
  const Key = { pk: `TRIES#${id}` };
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const count = Number(Item?.count ?? 0) + 1;
  await client.send(new PutCommand({ TableName, Item: { ...Key, count, expiresAt: expiresAt() } }));
  return count;
}
