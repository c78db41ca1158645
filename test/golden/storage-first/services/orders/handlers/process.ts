import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { giveUp, processOrder } from "../process-order.ts";
import { tries } from "../waiting.ts";
import type { TimeLeft } from "../while-throttled.ts";

/** Works off stored orders. What fails comes again by itself, five times in all, and then lies in the dead letters. */
export async function handler(
  { Records }: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  const failures = await Promise.all(Records.map((record) => failuresOf(record, timeLeft)));
  return { batchItemFailures: failures.flat() };
}

/** Nothing when the order was processed. */
async function failuresOf(record: SQSRecord, timeLeft: TimeLeft): Promise<SQSBatchItemFailure[]> {
  const order = acceptedOrder(record);
  if (isLastTry(record)) await giveUp(order);
  try {
    await processOrder(order, timeLeft);
    return [];
  } catch (error) {
    console.error("An order could not be processed", error);
    return [{ itemIdentifier: record.messageId }];
  }
}

const isLastTry = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount) >= tries;

/** The opposite of what infra/lib/order-message.ts writes. */
function acceptedOrder({ body, attributes, messageAttributes }: SQSRecord): unknown {
  const { id, key, acceptedAt } = messageAttributes;
  return {
    id: id?.stringValue,
    key: key?.stringValue,
    acceptedAt: new Date(Number(acceptedAt?.stringValue ?? attributes.SentTimestamp)),
    body,
  };
}
