import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { draft } from "./orders-client.ts";

/** Puts an order into the queue as the rule does. */
export async function store(
  { sqs, queue }: { sqs: SQSClient; queue: string },
  { id, key }: { id: string; key: string },
): Promise<void> {
  const detail = { id, key, acceptedAt: 1767323045678, order: draft };
  const event = { time: "2026-01-02T03:04:05Z", detail };
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(event) }));
}
