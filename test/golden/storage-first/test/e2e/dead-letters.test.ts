import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { redrive } from "../../infra/redrive.ts";
import { breakKey } from "./broken-key.ts";
import { ordersClient } from "./orders-client.ts";
import { store } from "./store.ts";

let local: LocalCloud;
let sqs: SQSClient;
let queue: string;
let deadLetters: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  sqs = new SQSClient({
    endpoint: local.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
  deadLetters = QueueUrls.find((url) => url.includes("DeadLetters")) ?? "";
  queue = QueueUrls.find((url) => url !== deadLetters) ?? "";
  // Five tries in ten seconds rather than in five minutes.
  const Attributes = { VisibilityTimeout: "2" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes }));
});
afterAll(async () => {
  sqs?.destroy();
  await local?.close();
});

const { settled, recovered } = ordersClient(() => local);
const intake = () => ({ local, sqs, queue });

async function numberOf(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

describe("an order that fails five times", () => {
  const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";
  const another = "5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11";
  let mend: () => Promise<void>;

  it("lies in the dead letters, and the orders behind it are processed", async () => {
    mend = await breakKey(local, "broken");
    await store(intake(), { id, key: "broken" });
    await store(intake(), { id: another, key: "whole" });
    await settled(another);
    await vi.waitFor(async () => expect(await numberOf(deadLetters)).toBe(1), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await settled(id)).toMatchObject({ id, status: "failed", failure: { status: 500 } });
  }, 60_000);

  it("is processed after a redrive, once its cause is gone", async () => {
    await mend();
    expect(await redrive(sqs, deadLetters)).toBe(1);
    expect((await recovered(id)).createdAt).toBe("2026-01-02T03:04:05.678Z");
    expect(await numberOf(deadLetters)).toBe(0);
  }, 60_000);
});
