import { readBody } from "../../lib/body.ts";
import { handle } from "../../lib/http.ts";
import { Problem } from "../../lib/problem.ts";
import { fingerprint, NewOrder, newOrder } from "../order.ts";
import { createOrder } from "../order-store.ts";

/** POST /orders */
export const handler = handle(async ({ headers, body }) => {
  const key = headers["idempotency-key"] ?? "";
  if (key.length < 1 || key.length > 255) {
    throw new Problem(
      400,
      "Send an Idempotency-Key header of 1 to 255 characters, a new one for each new order.",
    );
  }
  const content = readBody(NewOrder, body);
  const draft = newOrder(content);
  const order = await createOrder(draft, key, fingerprint(content));
  console.info({ event: "order created", orderId: order.id, repeated: order.id !== draft.id });
  // Relative to the request's own URL, which may begin with the stage's name.
  return { status: 201, headers: { location: `orders/${order.id}` }, body: order };
});
