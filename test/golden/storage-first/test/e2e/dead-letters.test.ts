import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { redrive } from "../../infra/redrive.ts";
import { apiUrl } from "../api.ts";
import { apiCaller } from "../caller.ts";

const draft = { customerId: "c-1", items: [{ sku: "tea", quantity: 2, unitPriceCents: 450 }] };
const waiting = { timeout: 30_000, interval: 100 };

let local: LocalCloud;
let call: typeof fetch;
let sqs: SQSClient;
let queue: string;
let deadLetters: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  call = await apiCaller(local);
  const { AWS_REGION, AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = local.env;
  sqs = new SQSClient({
    endpoint: local.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
  queue = QueueUrls.find((url) => url.includes("OrdersQueue")) ?? "";
  deadLetters = QueueUrls.find((url) => url.includes("OrdersDeadLetters")) ?? "";
  // Five tries in five seconds rather than in five minutes.
  const Attributes = { VisibilityTimeout: "1" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes }));
});
afterAll(async () => {
  sqs?.destroy();
  await local?.close();
});

const orders = (path: string, init?: RequestInit) => call(`${apiUrl(local)}/orders${path}`, init);

/** A message as API Gateway writes it. */
function store(id: string, key: string) {
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  return sqs.send(
    new SendMessageCommand({
      QueueUrl: queue,
      MessageBody: JSON.stringify(draft),
      MessageAttributes: {
        id: text(id),
        key: text(key),
        acceptedAt: { DataType: "Number", StringValue: "1767323045678" },
      },
    }),
  );
}

async function numberOf(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}

const untilProcessed = (id: string) =>
  vi.waitFor(async () => {
    const response = await orders(`/${id}`);
    expect(response.status).toBe(200);
    return (await response.json()) as { createdAt: string };
  }, waiting);

describe("an order that fails five times", () => {
  const id = "0b6f4a1e-6c1f-4a43-9d5c-0f6f1c7a9b21";

  it("lies in the dead letters, and the orders behind it are processed", async () => {
    await store(id, "first");
    await untilProcessed(id);
    // The id is taken, by an order with another key: that never ends well.
    await store(id, "second");
    await store("5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11", "third");
    await untilProcessed("5f0c2a9e-9a55-4f0e-8a3c-0d4a2f4b7c11");
    await vi.waitFor(async () => expect(await numberOf(deadLetters)).toBe(1), waiting);
  }, 60_000);

  it("is processed after a redrive, once its cause is gone", async () => {
    expect((await orders(`/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await redrive(sqs, deadLetters)).toBe(1);
    expect((await untilProcessed(id)).createdAt).toBe("2026-01-02T03:04:05.678Z");
    expect(await numberOf(deadLetters)).toBe(0);
  }, 60_000);
});
