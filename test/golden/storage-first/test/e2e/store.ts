import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { draft } from "./orders-client.ts";

/** Puts an order into the queue as API Gateway does. */
export async function store(
  { sqs, queue }: { sqs: SQSClient; queue: string },
  { id, key }: { id: string; key: string },
): Promise<void> {
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  await sqs.send(
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
