import * as z from "zod/mini";
import { type ClientOptions, clientOf } from "./client.ts";
import type { EventType } from "./events.ts";

/**
 * An order, as other services see it. What is not listed here is the orders service's own business: it may add
 * properties, but not take one of these away.
 */
export const Order = z.object({
  id: z.string(),
  customerId: z.string(),
  items: z.array(z.object({ sku: z.string(), quantity: z.int(), unitPriceCents: z.int() })),
  totalCents: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
});
export type Order = z.output<typeof Order>;

const Placed = z.object({
  orderId: z.string(),
  customerId: z.string(),
  totalCents: z.int(),
  placedAt: z.iso.datetime(),
});

/** An order was placed. It may be told more than once: `orderId` tells whether you know of it already. */
export const OrderPlaced: EventType<typeof Placed> = {
  source: "orders",
  detailType: "OrderPlaced",
  detail: Placed,
};

/** The orders service for other services. */
export function ordersClient(baseUrl: string, options?: ClientOptions) {
  const call = clientOf("orders", baseUrl, options);
  return {
    getOrder: (id: string): Promise<Order | undefined> => call(Order, `/orders/${encodeURIComponent(id)}`),
  };
}
