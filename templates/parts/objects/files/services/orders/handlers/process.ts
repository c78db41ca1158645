import type {
  Context,
  S3Event,
  S3EventRecord,
  SQSBatchItemFailure,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from "aws-lambda";
import { giveUp, processOrder } from "../process-order.ts";
import { readOrders } from "../read-orders.ts";
import { unsettled } from "../unsettled.ts";
import { tries } from "../waiting.ts";
import { spare, type TimeLeft } from "../while-throttled.ts";

/**
 * Works off stored orders: each message tells of an object. What fails comes again by itself, five times in all, and then
 * lies in the dead letters.
 */
export async function handler(
  { Records }: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  const failures = await Promise.all(Records.map((record) => failuresOf(record, timeLeft)));
  return { batchItemFailures: failures.flat() };
}

/** Nothing when all orders were processed. Those that were come again with those that were not, and are left out then. */
async function failuresOf(record: SQSRecord, timeLeft: TimeLeft): Promise<SQSBatchItemFailure[]> {
  try {
    const objects = await Promise.all(objectsOf(record).map(({ s3 }) => readOrders(s3)));
    const failed: unknown[] = [];
    for (const some of inTens(objects.flat())) {
      // Lambda would end the function amid them. The next try begins here.
      if (timeLeft() < spare) throw new Error("The time is up before the orders are");
      const waiting = await unsettled(some);
      if (isLastTry(record)) await Promise.all(waiting.map(giveUp));
      await Promise.all(
        waiting.map((order) => processOrder(order, timeLeft).catch(noteFailure(order, failed))),
      );
    }
    if (failed.length === 0) return [];
  } catch (error) {
    console.error("An object could not be worked off", error);
  }
  return [{ itemIdentifier: record.messageId }];
}

const noteFailure = (order: unknown, failed: unknown[]) => (error: unknown) => {
  console.error("An order could not be processed", error);
  failed.push(order);
};

/** S3 tells of objects, and once, when the queue is new to it, of nothing. */
function objectsOf({ body }: SQSRecord): S3EventRecord[] {
  const { Records = [] }: Partial<S3Event> = JSON.parse(body);
  return Records;
}

/** As many at a time as a function and the table work on well. */
function inTens(orders: unknown[]): unknown[][] {
  return Array.from({ length: Math.ceil(orders.length / 10) }, (_, index) =>
    orders.slice(index * 10, index * 10 + 10),
  );
}

const isLastTry = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount) >= tries;
