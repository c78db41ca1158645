import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Problem } from "../lib/problem.ts";
import { client, TableName } from "../lib/table.ts";
import { notFound } from "./order-store.ts";

// A third kind of items in the table, for accepted requests that did not become an order under their own id:
//   pk REQUEST#<id>             which order it led to, or why it failed, until `expiresAt`

const monthInSeconds = 30 * 24 * 60 * 60;

/** The order that a request has led to, or why there is none. */
export type Outcome = { orderId: string } | { failure: ReturnType<Problem["toJSON"]> };

/** Only what API Gateway may have given as an id; any other text might not even fit into a key. */
export const isRequestId = (id: string) => /^[\w=-]{15,64}$/.test(id);

const requestKey = (id: string) => ({ pk: `REQUEST#${id}` });

/** Stored again, an outcome is the same: a repeated message changes nothing. */
export async function storeOutcome(id: string, outcome: Outcome): Promise<void> {
  const expiresAt = Math.floor(Date.now() / 1000) + monthInSeconds;
  await client.send(new PutCommand({ TableName, Item: { ...requestKey(id), ...outcome, expiresAt } }));
}

/** What became of a request; 404 when the request is unknown or was not worked off yet. */
export async function getOutcome(id: string): Promise<Outcome> {
  if (!isRequestId(id)) throw notFound();
  const Key = requestKey(id);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (!Item) throw notFound();
  return Item as Outcome;
}
