import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Problem } from "./problem.ts";
import { client, TableName } from "./table.ts";
import { isThrottled } from "./throttled.ts";

// Every table has items of this kind beside those of its service:
//   pk IDEMPOTENCY#<key>        what a create request was answered with, until `expiresAt`

const dayInSeconds = 24 * 60 * 60;

/**
 * Stores an item once per idempotency key. A repeated request gets the first one's answer for a day, or so many `days`; the
 * key with another content is refused.
 */
export async function createOnce<Answer extends object>(
  item: { pk: string },
  answer: Answer,
  { key, fingerprint, days = 1 }: { key: string; fingerprint: string; days?: number },
): Promise<Answer> {
  const now = Math.floor(Date.now() / 1000);
  const expiresAt = now + days * dayInSeconds;
  const record = { pk: `IDEMPOTENCY#${key}`, fingerprint, answer, expiresAt };
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: record,
              // DynamoDB may take days to delete an expired item.
              ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
              ExpressionAttributeValues: { ":now": now },
            },
          },
          { Put: { TableName, Item: item, ConditionExpression: "attribute_not_exists(pk)" } },
        ],
      }),
    );
    return answer;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException) || isThrottled(error)) throw error;
    if (error.CancellationReasons?.some(({ Code }) => Code === "TransactionConflict")) {
      throw new Problem(409, "A request with this Idempotency-Key is being worked on. Try again.");
    }
    return firstAnswer(record.pk, fingerprint, error);
  }
}

async function firstAnswer<Answer>(pk: string, fingerprint: string, error: Error): Promise<Answer> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk }, ConsistentRead: true }));
  if (!Item) throw error;
  if (Item.fingerprint !== fingerprint) {
    throw new Problem(422, "This Idempotency-Key was used with another body.");
  }
  return Item.answer;
}
