import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";
import { readBody } from "../lib/body.ts";
import { fingerprint } from "../lib/fingerprint.ts";
import { Problem } from "../lib/problem.ts";
import { NewOrder, newOrder, type Order } from "./order.ts";
import { createOrder } from "./order-store.ts";
import { storeOutcome } from "./outcome-store.ts";

/** An order as API Gateway has stored it. A message that is none never came from the API. */
const AcceptedOrder = z.object({
  /** What the client was told: the id of the order to be. */
  id: z.uuid(),
  /** The client's Idempotency-Key, not looked at yet. */
  key: z.string(),
  acceptedAt: z.date(),
  /** JSON, as the client has sent it. */
  body: z.string(),
});
export type AcceptedOrder = z.output<typeof AcceptedOrder>;

/** Milliseconds between tries, when messages with the same key come at once. */
const pauses = [50, 200, 800];

/**
 * Makes an accepted order a processed one, or a failed one when it is refused. Within a day, does nothing more when it
 * comes again. Throws when another try may go better, and for what is no accepted order.
 */
export async function processOrder(message: unknown): Promise<void> {
  const accepted = AcceptedOrder.parse(message);
  try {
    const order = await create(accepted);
    const repeated = order.id !== accepted.id;
    if (repeated) await storeOutcome(accepted.id, { orderId: order.id });
    console.info({ event: "order processed", orderId: order.id, repeated });
  } catch (error) {
    if (!(error instanceof Problem) || isConflict(error)) throw error;
    await storeOutcome(accepted.id, { failure: error.toJSON() });
    console.warn({ event: "order failed", orderId: accepted.id, reason: error.message });
  }
}

async function create({ id, key, acceptedAt, body }: AcceptedOrder): Promise<Order> {
  if (key.length > 255) throw new Problem(400, "An Idempotency-Key has at most 255 characters.");
  const content = readBody(NewOrder, body);
  const order = { ...newOrder(content, acceptedAt), id };
  for (const pause of pauses) {
    try {
      return await createOrder(order, key, fingerprint(content));
    } catch (error) {
      if (!isConflict(error)) throw error;
      await setTimeout(pause);
    }
  }
  return createOrder(order, key, fingerprint(content));
}

/** Another message with this key is being worked on right now. */
const isConflict = (error: unknown) => error instanceof Problem && error.status === 409;
