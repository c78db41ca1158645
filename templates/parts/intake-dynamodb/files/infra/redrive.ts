// Leads all orders that were given up or still wait in the table to the worker again, and empties the failure queue:
//   node --import tsx infra/redrive.ts <ARN of the table> <URL of the failure queue>
import { fileURLToPath } from "node:url";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { failed, waiting } from "../services/orders/waiting.ts";

/** How many orders were put back. One that the worker has at this moment comes twice, which changes nothing. */
export async function redrive(
  { dynamodb, sqs }: { dynamodb: DynamoDBClient; sqs: SQSClient },
  TableName: string,
  QueueUrl: string,
): Promise<number> {
  // Before anything is put back, so that the note of what fails again stays.
  await empty(sqs, QueueUrl);
  const client = DynamoDBDocumentClient.from(dynamodb);
  let count = 0;
  // Nothing twice: what is put back counts as waiting, which was looked for before.
  for (const kind of [waiting, failed]) {
    const pages = paginateQuery(
      { client },
      {
        TableName,
        IndexName: "byCreation",
        KeyConditionExpression: "kind = :kind",
        ExpressionAttributeValues: { ":kind": kind },
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { pk } of Items) count += await putBack(client, TableName, pk);
    }
  }
  return count;
}

/**
 * What the messages say is known: the orders lie in the table. They go one by one, as SQS purges a queue once a minute only, and
 * a purge takes what comes meanwhile too.
 */
async function empty(sqs: SQSClient, QueueUrl: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return;
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** A change of the item brings it into the stream again. 0 when it was processed meanwhile. */
async function putBack(client: DynamoDBDocumentClient, TableName: string, pk: string): Promise<0 | 1> {
  try {
    await client.send(
      new UpdateCommand({
        TableName,
        Key: { pk },
        UpdateExpression: "SET redrivenAt = :now, kind = :waiting REMOVE failure",
        ConditionExpression: "kind IN (:waiting, :failed)",
        // Milliseconds since the epoch, as the time of its acceptance.
        ExpressionAttributeValues: { ":now": String(Date.now()), ":waiting": waiting, ":failed": failed },
      }),
    );
    return 1;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 0;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , arn = "", queueUrl = ""] = process.argv;
  const [, region, table] = /^arn:[\w-]+:dynamodb:([\w-]+):\d+:table\/([\w.-]+)$/.exec(arn) ?? [];
  if (region && table && queueUrl.startsWith("https://")) {
    const clients = { dynamodb: new DynamoDBClient({ region }), sqs: new SQSClient({ region }) };
    console.info(`Put back: ${await redrive(clients, table, queueUrl)}`);
  } else {
    console.error(
      "Name the table and the failure queue: the outputs TableArn and FailuresUrl of the orders stack.",
    );
    process.exitCode = 2;
  }
}
