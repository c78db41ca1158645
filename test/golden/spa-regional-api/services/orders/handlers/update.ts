import { readBody } from "../../lib/body.ts";
import { handle } from "../../lib/http.ts";
import { OrderUpdate } from "../order.ts";
import { updateOrder } from "../order-store.ts";

/** PUT /orders/{id} */
export const handler = handle(async ({ path, body }) => {
  const order = await updateOrder(path.id ?? "", readBody(OrderUpdate, body));
  console.info({ event: "order updated", orderId: order.id, version: order.version });
  return { status: 200, body: order };
});
