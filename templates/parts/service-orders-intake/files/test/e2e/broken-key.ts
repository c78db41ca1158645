import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { LocalCloud } from "../../dev/local-cloud.mjs";
import { fingerprint } from "../../services/lib/fingerprint.ts";
import { draft } from "./orders-client.ts";

/**
 * Makes every try of an order with this key fail: what the table holds for the key has no answer in it.
 * @returns what removes the cause
 */
export async function breakKey({ env, endpoint }: LocalCloud, key: string): Promise<() => Promise<void>> {
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const dynamodb = new DynamoDBClient({ endpoint, region: AWS_REGION, credentials });
  const client = DynamoDBDocumentClient.from(dynamodb);
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  const TableName = TableNames.find((name) => name.includes("OrdersTable"));
  const Key = { pk: `IDEMPOTENCY#${key}` };
  const tomorrow = Math.floor(Date.now() / 1000) + 24 * 60 * 60;
  const Item = { ...Key, fingerprint: fingerprint(draft), expiresAt: tomorrow };
  await client.send(new PutCommand({ TableName, Item }));
  return async () => {
    await client.send(new DeleteCommand({ TableName, Key }));
    dynamodb.destroy();
  };
}
