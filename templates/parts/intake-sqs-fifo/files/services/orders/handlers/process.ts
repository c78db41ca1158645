import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { processOrder } from "../process-order.ts";

/**
 * Works off stored orders, those of a customer one after the other. What fails comes again by itself, five times in all,
 * and then lies in the dead letters; until then, the later orders of that customer wait.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const groups = new Map<string | undefined, SQSRecord[]>();
  for (const record of Records) {
    const { MessageGroupId } = record.attributes;
    groups.set(MessageGroupId, [...(groups.get(MessageGroupId) ?? []), record]);
  }
  const failures = await Promise.all([...groups.values()].map(failuresOf));
  return { batchItemFailures: failures.flat() };
}

/** The order that failed and all behind it; nothing when all were processed. */
async function failuresOf(group: SQSRecord[]): Promise<SQSBatchItemFailure[]> {
  for (const [index, record] of group.entries()) {
    try {
      await processOrder(acceptedOrder(record));
    } catch (error) {
      console.error("An order could not be processed", error);
      return group.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId }));
    }
  }
  return [];
}

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
