import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Problem } from "../lib/problem.ts";
import { client, TableName } from "../lib/table.ts";
import { keptOf } from "./failed-item.ts";
import { expiresAt } from "./kept.ts";
import { isGivenUp, mayWait } from "./may-wait.ts";
import { notFound } from "./order-store.ts";
import type { AcceptedOrder } from "./process-order.ts";

// A third kind of items in the table, for accepted requests that were worked off:
//   pk REQUEST#<id>             which order it led to, or why it failed, until `expiresAt`

/** Why there is no order yet, when nobody tries any more. */
const givenUp = new Problem(
  500,
  "The order could not be processed. We look after it; sending it again is safe.",
);

/** The order that a request has led to, or why there is none; neither while it waits. */
export interface Outcome {
  orderId?: string;
  failure?: ReturnType<Problem["toJSON"]>;
}

/** Only what API Gateway may have given as an id; any other text might not even fit into a key. */
export const isRequestId = (id: string) => /^[\w=-]{15,64}$/.test(id);

const requestKey = (id: string) => ({ pk: `REQUEST#${id}` });

/** Stored again, an outcome is the same: a repeated message changes nothing. */
export async function storeOutcome(id: string, outcome: Outcome): Promise<void> {
  const Item = { ...requestKey(id), ...outcome, expiresAt: expiresAt() };
  await client.send(new PutCommand({ TableName, Item }));
}

/** Notes that an order was given up, unless it has led to an order already, which then stays what became of it. */
export async function storeGivenUp(accepted: AcceptedOrder): Promise<void> {
  try {
    await client.send(
      new PutCommand({
        TableName,
        Item: { ...requestKey(accepted.id), failure: givenUp.toJSON(), ...keptOf(accepted) },
        ConditionExpression: "attribute_not_exists(orderId)",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/**
 * Whether there is nothing more to do for a request: it has led to an order, or was refused. What was only given up may be
 * tried again. A try of a moment ago may not show yet.
 */
export async function isSettled(id: string): Promise<boolean> {
  const { Item = {} } = await client.send(new GetCommand({ TableName, Key: requestKey(id) }));
  const { orderId, failure }: Outcome = Item;
  return Boolean(orderId || (failure && failure.status !== givenUp.status));
}

/** What became of a request. 404 when it is none, or was accepted too long ago. */
export async function getOutcome(id: string): Promise<Outcome> {
  if (!isRequestId(id)) throw notFound();
  const Key = requestKey(id);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (!Item && !mayWait(id)) throw notFound();
  if (Item?.orderId || Item?.failure) return Item;
  return isGivenUp(id, Item) ? { failure: givenUp.toJSON() } : {};
}
