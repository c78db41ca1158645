import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { redrive } from "../../infra/redrive.ts";
import { waiting } from "../../services/orders/waiting.ts";
import { breakKey } from "./broken-key.ts";
import { draft, ordersClient } from "./orders-client.ts";

let local: LocalCloud;
let sqs: SQSClient;
let dynamodb: DynamoDBClient;
let failures: string;
let TableName: string;
beforeAll(async () => {
  // Eleven tries within a second rather than within minutes.
  local = await startLocal({ port: 0, config: { lambda: { streamRetryMs: 2 } } });
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  sqs = new SQSClient({ endpoint: local.endpoint, region: AWS_REGION, credentials });
  dynamodb = new DynamoDBClient({ endpoint: local.endpoint, region: AWS_REGION, credentials });
  failures = (await sqs.send(new ListQueuesCommand())).QueueUrls?.[0] ?? "";
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand());
  TableName = TableNames.find((name) => name.includes("OrdersTable")) ?? "";
});
afterAll(async () => {
  sqs?.destroy();
  dynamodb?.destroy();
  await local?.close();
});

const { settled, recovered } = ordersClient(() => local);

/** Puts an order into the table as API Gateway does. */
function store(id: string, key: string) {
  const order = { id, key, body: JSON.stringify(draft), createdAt: "1767323045678", kind: waiting };
  const client = DynamoDBDocumentClient.from(dynamodb);
  return client.send(new PutCommand({ TableName, Item: { pk: `REQUEST#${id}`, ...order } }));
}

async function numberOf(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

describe("an order that is given up", () => {
  const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";
  const another = "5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11";
  let mend: () => Promise<void>;

  it("is noted, and the orders behind it are processed", async () => {
    mend = await breakKey(local, "broken");
    await store(id, "broken");
    await store(another, "whole");
    await settled(another);
    await vi.waitFor(async () => expect(await numberOf(failures)).toBe(1), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await settled(id)).toMatchObject({ id, status: "failed", failure: { status: 500 } });
  }, 60_000);

  it("is processed after a redrive, once its cause is gone", async () => {
    await mend();
    expect(await redrive({ dynamodb, sqs }, TableName, failures)).toBe(1);
    // Once more, right after: by then it waits, or is processed.
    expect(await redrive({ dynamodb, sqs }, TableName, failures)).toBeLessThanOrEqual(1);
    expect(await recovered(id)).toMatchObject({ id, status: "processed" });
    expect(await numberOf(failures)).toBe(0);
  }, 60_000);
});
