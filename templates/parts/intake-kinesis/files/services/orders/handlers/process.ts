import type {
  Context,
  KinesisStreamBatchResponse,
  KinesisStreamEvent,
  KinesisStreamRecord,
} from "aws-lambda";
import { noteFailure } from "../note-failure.ts";
import { processOrder } from "../process-order.ts";
import type { TimeLeft } from "../while-throttled.ts";

/**
 * Works off stored orders, those of a customer one after the other. From the first one that fails, all come again; those
 * that were processed change nothing then.
 */
export async function handler(
  { Records }: KinesisStreamEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<KinesisStreamBatchResponse> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  const customers = new Map<string, KinesisStreamRecord[]>();
  for (const record of Records) {
    const { partitionKey } = record.kinesis;
    customers.set(partitionKey, [...(customers.get(partitionKey) ?? []), record]);
  }
  const failures = await Promise.all([...customers.values()].map((records) => failuresOf(records, timeLeft)));
  return { batchItemFailures: failures.flat() };
}

/** The order that failed, before the later ones of its customer; nothing when all were processed. */
async function failuresOf(
  records: KinesisStreamRecord[],
  timeLeft: TimeLeft,
): Promise<{ itemIdentifier: string }[]> {
  for (const record of records) {
    const order = acceptedOrder(record);
    try {
      await processOrder(order, timeLeft);
    } catch (error) {
      console.error("An order could not be processed", error);
      await noteFailure(order);
      return [{ itemIdentifier: record.kinesis.sequenceNumber }];
    }
  }
  return [];
}

/** The opposite of what infra/lib/intake-integration.ts writes. */
function acceptedOrder({ kinesis }: KinesisStreamRecord): unknown {
  const [id, key, ...body] = Buffer.from(kinesis.data, "base64").toString().split("\n");
  const acceptedAt = new Date(kinesis.approximateArrivalTimestamp * 1000);
  return { id, key, acceptedAt, body: body.join("\n") };
}
