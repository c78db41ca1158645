import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { createOnce } from "@shared/lib/create-once.ts";
import type { PageRequest } from "@shared/lib/page.ts";
import { Problem } from "@shared/lib/problem.ts";
import { client, TableName } from "@shared/lib/table.ts";
import type { Item, ItemUpdate } from "./item.ts";

// The table holds, beside what create-once.ts puts there:
//   pk ITEM#<id>                an item; `kind` and `createdAt` put it into the index of the list

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const notFound = () => new Problem(404, "There is nothing with this id.");

/** Only a UUID can be an id; any other text might not even fit into a key. */
function itemKey(id: string) {
  if (!uuid.test(id)) throw notFound();
  return { pk: `ITEM#${id}` };
}

interface StoredItem extends Item {
  pk: string;
  kind: "item";
}

function toItem({ pk, kind, ...item }: StoredItem): Item {
  return item;
}

/** Stores an item; a repeated request gets the first one's answer. */
export function createItem(item: Item, key: string, fingerprint: string): Promise<Item> {
  const stored: StoredItem = { ...itemKey(item.id), kind: "item", ...item };
  return createOnce(stored, item, { key, fingerprint });
}

/** Reads consistently, so that an item is there as soon as its create request is answered. */
export async function getItem(id: string): Promise<Item> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: itemKey(id), ConsistentRead: true }));
  if (!Item) throw notFound();
  return toItem(Item as StoredItem);
}

/** Newest first; a new item shows after a moment. `more` is true when another page may follow. */
export async function listItems({ limit, after }: PageRequest): Promise<{ items: Item[]; more: boolean }> {
  const page = await client.send(
    new QueryCommand({
      TableName,
      IndexName: "byCreation",
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": "item" },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && { ...itemKey(after.id), kind: "item", createdAt: after.createdAt },
    }),
  );
  const items = (page.Items ?? []).map((item) => toItem(item as StoredItem));
  return { items, more: page.LastEvaluatedKey !== undefined };
}

/** Replaces the content of an item, unless somebody else did since the client has read it. */
export async function updateItem(id: string, { version, ...content }: ItemUpdate): Promise<Item> {
  const { createdAt } = await getItem(id);
  const item: Item = { id, ...content, version: version + 1, createdAt, updatedAt: new Date().toISOString() };
  const stored: StoredItem = { ...itemKey(id), kind: "item", ...item };
  try {
    await client.send(
      new PutCommand({
        TableName,
        Item: stored,
        ConditionExpression: "version = :expected",
        ExpressionAttributeValues: { ":expected": version },
      }),
    );
    return item;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new Problem(409, `This is no longer at version ${version}. Read it again.`);
  }
}

export async function deleteItem(id: string): Promise<void> {
  try {
    await client.send(
      new DeleteCommand({ TableName, Key: itemKey(id), ConditionExpression: "attribute_exists(pk)" }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw notFound();
    throw error;
  }
}
