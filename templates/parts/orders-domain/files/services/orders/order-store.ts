import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { Problem } from "../lib/problem.ts";
import type { Position } from "./cursor.ts";
import { type Order, type OrderUpdate, totalCents } from "./order.ts";

// One table holds two kinds of items:
//   pk ORDER#<id>               an order; `kind` and `createdAt` put it into the index of the list
//   pk IDEMPOTENCY#<key>        what a create request was answered with, until `expiresAt`

export const TableName = process.env.TABLE_NAME;
const dayInSeconds = 24 * 60 * 60;

// Made once per execution environment, so that its connections are used again by the next request.
export const client = DynamoDBDocumentClient.from(new DynamoDBClient());

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

/**
 * Stores an order once per idempotency key. A repeated request gets the first one's answer for a day; the key with
 * another content is refused.
 */
export async function createOrder(order: Order, key: string, fingerprint: string): Promise<Order> {
  const now = Math.floor(Date.now() / 1000);
  const record = { pk: `IDEMPOTENCY#${key}`, fingerprint, order, expiresAt: now + dayInSeconds };
  const stored: StoredOrder = { ...orderKey(order.id), kind: "order", ...order };
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: record,
              // DynamoDB may take days to delete an expired item.
              ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
              ExpressionAttributeValues: { ":now": now },
            },
          },
          { Put: { TableName, Item: stored, ConditionExpression: "attribute_not_exists(pk)" } },
        ],
      }),
    );
    return order;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (error.CancellationReasons?.some(({ Code }) => Code === "TransactionConflict")) {
      throw new Problem(409, "A request with this Idempotency-Key is being worked on. Try again.");
    }
    return firstAnswer(record.pk, fingerprint, error);
  }
}

async function firstAnswer(pk: string, fingerprint: string, error: Error): Promise<Order> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk }, ConsistentRead: true }));
  if (!Item) throw error;
  if (Item.fingerprint !== fingerprint) {
    throw new Problem(422, "This Idempotency-Key was used with another body.");
  }
  return Item.order;
}

/** Reads consistently, so that an order is there as soon as its create request is answered. */
export async function getOrder(id: string): Promise<Order> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: orderKey(id), ConsistentRead: true }));
  if (!Item) throw notFound();
  return toOrder(Item as StoredOrder);
}

/** Newest first; a new order shows after a moment. `more` is true when another page may follow. */
export async function listOrders(
  limit: number,
  after?: Position,
): Promise<{ orders: Order[]; more: boolean }> {
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
  const orders = (page.Items ?? []).map((item) => toOrder(item as StoredOrder));
  return { orders, more: page.LastEvaluatedKey !== undefined };
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
