import type {
  Context,
  EventBridgeEvent,
  SQSBatchItemFailure,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from "aws-lambda";
import { giveUp, processOrder } from "../process-order.ts";
import { tries } from "../waiting.ts";
import type { TimeLeft } from "../while-throttled.ts";

/** What infra/lib/intake-integration.ts writes into an event. */
interface StoredOrder {
  id: string;
  key: string;
  /** Milliseconds since the epoch; the event itself knows the second. */
  acceptedAt?: number;
  order: unknown;
}

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

function acceptedOrder({ body }: SQSRecord): unknown {
  const { time, detail }: EventBridgeEvent<"OrderAccepted", StoredOrder> = JSON.parse(body);
  const { id, key, acceptedAt = time, order } = detail;
  return { id, key, acceptedAt: new Date(acceptedAt), body: JSON.stringify(order) };
}
