import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { giveUp, processOrder } from "../process-order.ts";
import { tries } from "../waiting.ts";
import type { TimeLeft } from "../while-throttled.ts";

/**
 * Works off stored orders, those of a customer one after the other. What fails comes again by itself, five times in all,
 * and then lies in the dead letters; until then, the later orders of that customer wait.
 */
export async function handler(
  { Records }: SQSEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  // All of them at first: where the function is ended at one, those behind it become dead letters too.
  await Promise.all(Records.filter(isLastTry).map((record) => giveUp(acceptedOrder(record))));
  const groups = new Map<string | undefined, SQSRecord[]>();
  for (const record of Records) {
    const { MessageGroupId } = record.attributes;
    groups.set(MessageGroupId, [...(groups.get(MessageGroupId) ?? []), record]);
  }
  const failures = await Promise.all([...groups.values()].map((group) => failuresOf(group, timeLeft)));
  return { batchItemFailures: failures.flat() };
}

/** What has to come again: the order that failed and all behind it; nothing when all were processed. */
async function failuresOf(group: SQSRecord[], timeLeft: TimeLeft): Promise<SQSBatchItemFailure[]> {
  const failures: SQSBatchItemFailure[] = [];
  for (const [index, record] of group.entries()) {
    try {
      await processOrder(acceptedOrder(record), timeLeft);
    } catch (error) {
      console.error("An order could not be processed", error);
      if (!isLastTry(record)) return [...failures, ...group.slice(index).map(failureOf)];
      // A dead letter holds up nobody. Those behind it came as often as it did, and would go with it untried.
      failures.push(failureOf(record));
    }
  }
  return failures;
}

const failureOf = ({ messageId }: SQSRecord): SQSBatchItemFailure => ({ itemIdentifier: messageId });
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
