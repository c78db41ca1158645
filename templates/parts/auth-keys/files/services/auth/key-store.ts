import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { type KeyContent, keyOf, newKey, type StoredKey } from "./api-key.ts";

export type KeyStore = ReturnType<typeof keyStore>;

/** The keys in a table. */
export function keyStore(TableName: string | undefined, client = new DynamoDBClient()) {
  const documents = DynamoDBDocumentClient.from(client);

  async function find(id: string): Promise<StoredKey | undefined> {
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: { pk: keyOf(id) }, ConsistentRead: true }),
    );
    return Item as StoredKey | undefined;
  }

  /** Makes a key; gives it whole, for the only time. */
  async function create(content: KeyContent): Promise<string> {
    const { key, stored } = newKey(content);
    await documents.send(
      new PutCommand({ TableName, Item: stored, ConditionExpression: "attribute_not_exists(pk)" }),
    );
    return key;
  }

  async function set(id: string, name: "expiresAt" | "revokedAt", value: number | string): Promise<void> {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: keyOf(id) },
        UpdateExpression: "SET #name = :value",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#name": name },
        ExpressionAttributeValues: { ":value": value },
      }),
    );
  }

  return {
    find,
    create,

    /** Makes a key in the place of another one, which is good until `oldUntil`. */
    async rotate(id: string, expiresAt: number, oldUntil: number): Promise<string> {
      const old = await find(id);
      if (!old || old.revokedAt) throw new Error(`There is no key ${id} that could be rotated.`);
      const key = await create({ principal: old.principal, scopes: old.scopes, expiresAt });
      await set(id, "expiresAt", Math.min(old.expiresAt, oldUntil));
      return key;
    },

    /** The authorizer's answers are kept for up to five minutes: so long a caller may still get in. */
    revoke: (id: string) => set(id, "revokedAt", new Date().toISOString()),

    async list(): Promise<StoredKey[]> {
      const keys: StoredKey[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(
          new QueryCommand({
            TableName,
            IndexName: "byCreation",
            KeyConditionExpression: "kind = :kind",
            ExpressionAttributeValues: { ":kind": "key" },
            ExclusiveStartKey,
          }),
        );
        keys.push(...((page.Items ?? []) as StoredKey[]));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return keys;
    },
  };
}
