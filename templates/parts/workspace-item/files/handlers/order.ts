import { handle } from "@shared/lib/http.ts";
import { Problem } from "@shared/lib/problem.ts";
import { ordersFor } from "../orders-peer.ts";

/** GET one/{id}/orders/{orderId}: an order, for the customer whose id it names. */
export const handler = handle(async (request) => {
  const { path } = request;
  const order = await ordersFor(request).getOrder(path.orderId ?? "");
  if (!order || order.customerId !== path.id) throw new Problem(404, "There is no order with this id here.");
  return { status: 200, body: order };
});
