import { KinesisClient, ListStreamsCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { redrive } from "../../infra/redrive.ts";
import { breakKey } from "./broken-key.ts";
import { draft, ordersClient } from "./orders-client.ts";

let local: LocalCloud;
let sqs: SQSClient;
let kinesis: KinesisClient;
let failures: string;
let StreamName: string;
beforeAll(async () => {
  // Eleven tries within a second rather than within minutes.
  local = await startLocal({ port: 0, config: { lambda: { streamRetryMs: 2 } } });
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  sqs = new SQSClient({ endpoint: local.endpoint, region: AWS_REGION, credentials });
  kinesis = new KinesisClient({ endpoint: local.endpoint, region: AWS_REGION, credentials });
  failures = (await sqs.send(new ListQueuesCommand())).QueueUrls?.[0] ?? "";
  StreamName = (await kinesis.send(new ListStreamsCommand())).StreamNames?.[0] ?? "";
});
afterAll(async () => {
  sqs?.destroy();
  kinesis?.destroy();
  await local?.close();
});

const { settled, recovered } = ordersClient(() => local);

/** Puts an order into the stream as API Gateway does. */
function store(id: string, key: string) {
  const Data = Buffer.from(`${id}\n${key}\n${JSON.stringify(draft)}`);
  return kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: draft.customerId, Data }));
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
    expect(await redrive(sqs, kinesis, failures)).toBe(1);
    expect(await recovered(id)).toMatchObject({ id, status: "processed" });
    expect(await numberOf(failures)).toBe(0);
  }, 60_000);
});
