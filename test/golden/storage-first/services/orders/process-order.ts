import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";
import { readBody } from "../lib/body.ts";
import { fingerprint } from "../lib/fingerprint.ts";
import { Problem } from "../lib/problem.ts";
import { NewOrder, newOrder, type Order } from "./order.ts";
import { createOrder, isOrderId } from "./order-store.ts";
import { isRequestId, storeFailure, storeOutcome } from "./outcome-store.ts";

/** An order as API Gateway has stored it. A message that is none never came from the API. */
const AcceptedOrder = z.object({
  /** What the client was told. A REST API gives UUIDs, which become the ids of the orders; an HTTP API gives others. */
  id: z.string().check(z.refine(isRequestId)),
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
    await storeOutcome(accepted.id, { orderId: order.id });
    console.info({ event: "order processed", orderId: order.id, requestId: accepted.id });
  } catch (error) {
    if (!(error instanceof Problem) || isConflict(error)) throw error;
    await storeOutcome(accepted.id, { failure: error.toJSON() });
    console.warn({ event: "order failed", requestId: accepted.id, reason: error.message });
  }
}

const givenUp = new Problem(
  500,
  "The order could not be processed. We look after it; sending it again is safe.",
);

/** Lets clients know that an order was tried for the last time. It may still be processed, once somebody puts it back. */
export async function giveUp(message: unknown): Promise<void> {
  const { data: accepted } = z.safeParse(AcceptedOrder, message);
  // Nobody waits for what is no accepted order.
  if (!accepted) return;
  try {
    await storeFailure(accepted.id, givenUp);
  } catch (error) {
    console.error({ event: "failure not noted", requestId: accepted.id, error });
  }
}

async function create({ id, key, acceptedAt, body }: AcceptedOrder): Promise<Order> {
  if (key.length < 1 || key.length > 255) {
    throw new Problem(400, "An Idempotency-Key of 1 to 255 characters is needed.");
  }
  const content = readBody(NewOrder, body);
  const order = { ...newOrder(content, acceptedAt), id: isOrderId(id) ? id : orderIdOf(id) };
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

/** The same order id whenever the request comes again: a UUID made of a hash (RFC 9562, version 8). */
function orderIdOf(requestId: string): string {
  const hex = createHash("sha256").update(requestId).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Another message with this key is being worked on right now. */
const isConflict = (error: unknown) => error instanceof Problem && error.status === 409;
