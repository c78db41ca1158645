import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { processOrder } from "../process-order.ts";

/** Works off stored orders. What fails comes again by itself, five times in all, and then lies in the dead letters. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(Records.map(failuresOf));
  return { batchItemFailures: failures.flat() };
}

/** Nothing when the order was processed. */
async function failuresOf(record: SQSRecord): Promise<SQSBatchItemFailure[]> {
  try {
    await processOrder(acceptedOrder(record));
    return [];
  } catch (error) {
    console.error("An order could not be processed", error);
    return [{ itemIdentifier: record.messageId }];
  }
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
