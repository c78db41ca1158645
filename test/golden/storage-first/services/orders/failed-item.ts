import { expiresAt } from "./kept.ts";
import type { AcceptedOrder } from "./process-order.ts";

/** What lies in the table with the note that an order was given up: the order itself is where API Gateway has put it. */
export const keptOf = (_order: AcceptedOrder) => ({ expiresAt: expiresAt() });
