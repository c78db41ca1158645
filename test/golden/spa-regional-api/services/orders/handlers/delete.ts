import { handle } from "../../lib/http.ts";
import { deleteOrder } from "../order-store.ts";

/** DELETE /orders/{id} */
export const handler = handle(async ({ path }) => {
  const id = path.id ?? "";
  await deleteOrder(id);
  console.info({ event: "order deleted", orderId: id });
  return { status: 204 };
});
