import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { entryOf } from "@shared/contracts/events.ts";
import { OrderPlaced } from "@shared/contracts/orders.ts";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

const client = new EventBridgeClient();
const bus = process.env.BUS_NAME ?? "";

/**
 * Tells of the orders that the stream of the table brings: of each at least once, even when the function that stored it has
 * ended right after. From the first one that the bus does not take, all come again.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: Records.map(entry) }));
  const refused = Entries.findIndex(({ ErrorCode }) => ErrorCode);
  if (refused < 0) return { batchItemFailures: [] };
  console.warn({ event: "events refused", first: Entries[refused] });
  return { batchItemFailures: [{ itemIdentifier: Records[refused]?.dynamodb?.SequenceNumber ?? "" }] };
}

/** An order as the table has it, in the words of the contract. */
function entry({ dynamodb }: DynamoDBRecord) {
  const { id, customerId, totalCents, createdAt } = dynamodb?.NewImage ?? {};
  const placed = {
    orderId: id?.S ?? "",
    customerId: customerId?.S ?? "",
    totalCents: Number(totalCents?.N),
    placedAt: createdAt?.S ?? "",
  };
  return entryOf(OrderPlaced, placed, bus);
}
