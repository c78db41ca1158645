import type { AcceptedOrder } from "./process-order.ts";
import { failed } from "./waiting.ts";

/** What lies in the table with the note that an order was given up: the order, which is nowhere else and never expires. */
export const keptOf = ({ id, key, acceptedAt, body }: AcceptedOrder) => ({
  kind: failed,
  createdAt: String(acceptedAt.getTime()),
  id,
  key,
  body,
});
