import type {
  Context,
  DynamoDBBatchItemFailure,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from "aws-lambda";
import { noteFailure } from "../note-failure.ts";
import { processOrder } from "../process-order.ts";
import type { TimeLeft } from "../while-throttled.ts";

/**
 * Works off stored orders. From the first one that fails, all come again; those that were processed change nothing then.
 */
export async function handler(
  { Records }: DynamoDBStreamEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<DynamoDBBatchResponse> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  const failures = await Promise.all(Records.map((record) => failuresOf(record, timeLeft)));
  return { batchItemFailures: failures.flat() };
}

/** Nothing when the order was processed. */
async function failuresOf(record: DynamoDBRecord, timeLeft: TimeLeft): Promise<DynamoDBBatchItemFailure[]> {
  const order = acceptedOrder(record);
  try {
    await processOrder(order, timeLeft);
    return [];
  } catch (error) {
    console.error("An order could not be processed", error);
    await noteFailure(order);
    return [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }];
  }
}

/** The opposite of what infra/lib/intake-integration.ts writes. */
function acceptedOrder({ dynamodb }: DynamoDBRecord): unknown {
  const { id, key, body, createdAt } = dynamodb?.NewImage ?? {};
  return { id: id?.S, key: key?.S, acceptedAt: new Date(Number(createdAt?.S)), body: body?.S };
}
