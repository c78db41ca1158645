import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Problem } from "../lib/problem.ts";
import { client, TableName } from "../lib/table.ts";
import { mayWait } from "./may-wait.ts";
import { notFound } from "./order-store.ts";

// A third kind of items in the table, for accepted requests that were worked off:
//   pk REQUEST#<id>             which order it led to, or why it failed, until `expiresAt`

// Longer than an order may wait: what was worked off never looks as if it still waited.
const monthInSeconds = 30 * 24 * 60 * 60;

/** The order that a request has led to, or why there is none; neither while it waits. */
export interface Outcome {
  orderId?: string;
  failure?: ReturnType<Problem["toJSON"]>;
}

/** Only what API Gateway may have given as an id; any other text might not even fit into a key. */
export const isRequestId = (id: string) => /^[\w=-]{15,64}$/.test(id);

const requestKey = (id: string) => ({ pk: `REQUEST#${id}` });

const itemOf = (id: string, outcome: Outcome) => ({
  ...requestKey(id),
  ...outcome,
  expiresAt: Math.floor(Date.now() / 1000) + monthInSeconds,
});

/** Stored again, an outcome is the same: a repeated message changes nothing. */
export async function storeOutcome(id: string, outcome: Outcome): Promise<void> {
  await client.send(new PutCommand({ TableName, Item: itemOf(id, outcome) }));
}

/** The same for a request that may have led to an order already, which then stays what became of it. */
export async function storeFailure(id: string, failure: Problem): Promise<void> {
  await client.send(
    new PutCommand({
      TableName,
      Item: itemOf(id, { failure: failure.toJSON() }),
      ConditionExpression: "attribute_not_exists(orderId)",
    }),
  );
}

/** What became of a request. 404 when it is none, or was accepted too long ago. */
export async function getOutcome(id: string): Promise<Outcome> {
  if (!isRequestId(id)) throw notFound();
  const Key = requestKey(id);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (!Item && !mayWait(id)) throw notFound();
  return Item ?? {};
}
