import { readBody } from "../../lib/body.ts";
import { fingerprint } from "../../lib/fingerprint.ts";
import { handle } from "../../lib/http.ts";
import { idempotencyKey } from "../../lib/idempotency-key.ts";
import { NewOrder, newOrder } from "../order.ts";
import { createOrder } from "../order-store.ts";

/** POST /orders */
export const handler = handle(async (request) => {
  const key = idempotencyKey(request, "order");
  const content = readBody(NewOrder, request.body);
  const draft = newOrder(content);
  const order = await createOrder(draft, key, fingerprint(content));
  console.info({ event: "order created", orderId: order.id, repeated: order.id !== draft.id });
  // Relative to the request's own URL, which may begin with the stage's name.
  return { status: 201, headers: { location: `orders/${order.id}` }, body: order };
});
