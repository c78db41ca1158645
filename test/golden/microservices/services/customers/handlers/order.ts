import { ordersClient } from "@shared/contracts/orders.ts";
import { handle } from "@shared/lib/http.ts";
import { Problem } from "@shared/lib/problem.ts";

const orders = ordersClient(process.env.ORDERS_URL ?? "");

/** GET one/{id}/orders/{orderId}: an order, for the customer whose id it names. */
export const handler = handle(async ({ path }) => {
  const order = await orders.getOrder(path.orderId ?? "");
  if (!order || order.customerId !== path.id) throw new Problem(404, "There is no order with this id here.");
  return { status: 200, body: order };
});
