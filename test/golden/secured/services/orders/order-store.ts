import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { createOnce } from "../lib/create-once.ts";
import type { PageRequest } from "../lib/page.ts";
import { Problem } from "../lib/problem.ts";
import { client, TableName } from "../lib/table.ts";
import { type Order, type OrderUpdate, totalCents } from "./order.ts";

// The table holds, beside what create-once.ts puts there:
//   pk ORDER#<id>               an order; `kind` and `createdAt` put it into the index of the list

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const notFound = () => new Problem(404, "There is no order with this id.");

/** Only a UUID can be an order's id; any other text might not even fit into a key. */
export const isOrderId = (id: string) => uuid.test(id);

function orderKey(id: string) {
  if (!isOrderId(id)) throw notFound();
  return { pk: `ORDER#${id}` };
}

interface StoredOrder extends Order {
  pk: string;
  kind: "order";
}

function toOrder({ pk, kind, ...order }: StoredOrder): Order {
  return order;
}

/** Stores an order; a repeated request gets the first one's answer, within a day or so many `days`. */
export function createOrder(order: Order, key: string, fingerprint: string, days?: number): Promise<Order> {
  const stored: StoredOrder = { ...orderKey(order.id), kind: "order", ...order };
  return createOnce(stored, order, { key, fingerprint, days });
}

/** Reads consistently, so that an order is there as soon as its create request is answered. */
export async function getOrder(id: string): Promise<Order> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: orderKey(id), ConsistentRead: true }));
  if (!Item) throw notFound();
  return toOrder(Item as StoredOrder);
}

/** Newest first; a new order shows after a moment. `more` is true when another page may follow. */
export async function listOrders({ limit, after }: PageRequest): Promise<{ items: Order[]; more: boolean }> {
  const page = await client.send(
    new QueryCommand({
      TableName,
      IndexName: "byCreation",
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": "order" },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && { ...orderKey(after.id), kind: "order", createdAt: after.createdAt },
    }),
  );
  const items = (page.Items ?? []).map((item) => toOrder(item as StoredOrder));
  return { items, more: page.LastEvaluatedKey !== undefined };
}

/** Replaces the content of an order, unless somebody else did since the client has read it. */
export async function updateOrder(id: string, { version, ...content }: OrderUpdate): Promise<Order> {
  try {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key: orderKey(id),
        UpdateExpression:
          "SET customerId = :customerId, #items = :items, totalCents = :total, updatedAt = :now, version = :next",
        ConditionExpression: "version = :expected",
        // `items` is a reserved word.
        ExpressionAttributeNames: { "#items": "items" },
        ExpressionAttributeValues: {
          ":customerId": content.customerId,
          ":items": content.items,
          ":total": totalCents(content),
          ":now": new Date().toISOString(),
          ":expected": version,
          ":next": version + 1,
        },
        ReturnValues: "ALL_NEW",
        // Tells an order that has changed from one that is not there, without a second read.
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return toOrder(Attributes as StoredOrder);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (!error.Item) throw notFound();
    throw new Problem(
      409,
      `The order is at version ${error.Item.version?.N}, and the update is for ${version}.`,
    );
  }
}

export async function deleteOrder(id: string): Promise<void> {
  try {
    await client.send(
      new DeleteCommand({ TableName, Key: orderKey(id), ConditionExpression: "attribute_exists(pk)" }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw notFound();
    throw error;
  }
}
