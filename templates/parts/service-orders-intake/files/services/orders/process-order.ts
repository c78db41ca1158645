import { setTimeout } from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { readBody } from "../lib/body.ts";
import { fingerprint } from "../lib/fingerprint.ts";
import { Problem } from "../lib/problem.ts";
import { isThrottled } from "../lib/throttled.ts";
import { daysKept } from "./kept.ts";
import { NewOrder, newOrder, type Order } from "./order.ts";
import { orderIdOf } from "./order-id.ts";
import { createOrder, getOrder } from "./order-store.ts";
import { isRequestId, type Outcome, storeGivenUp, storeOutcome } from "./outcome-store.ts";
import { type TimeLeft, whileThrottled } from "./while-throttled.ts";

/** An order as API Gateway has stored it. A message that is none never came from the API. */
export const AcceptedOrder = z.object({
  /** What the client was told. */
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
 * Makes an accepted order a processed one, or a failed one when it is refused. Does nothing more when it comes again. Throws
 * when another try may go better, and for what is no accepted order. What DynamoDB throttles is tried again as long as
 * `timeLeft` allows.
 */
export async function processOrder(message: unknown, timeLeft: TimeLeft): Promise<void> {
  const accepted = AcceptedOrder.parse(message);
  const store = (outcome: Outcome) => whileThrottled(timeLeft, () => storeOutcome(accepted.id, outcome));
  try {
    const order = await create(accepted, timeLeft);
    await store({ orderId: order.id });
    console.info({ event: "order processed", orderId: order.id, requestId: accepted.id });
  } catch (error) {
    if (!(error instanceof Problem) || isConflict(error)) throw error;
    await store({ failure: error.toJSON() });
    console.warn({ event: "order failed", requestId: accepted.id, reason: error.message });
  }
}

/**
 * Lets clients know that an order is given up, which holds until it is processed. Wanted before the last try rather than
 * after it: a function that is ended, at its timeout for example, can note nothing any more.
 */
export async function giveUp(message: unknown): Promise<void> {
  const { data: accepted } = z.safeParse(AcceptedOrder, message);
  // Nobody waits for what is no accepted order.
  if (!accepted) return;
  try {
    await storeGivenUp(accepted);
  } catch (error) {
    console.error({ event: "failure not noted", requestId: accepted.id, error });
  }
}

async function create({ id, key, acceptedAt, body }: AcceptedOrder, timeLeft: TimeLeft): Promise<Order> {
  if (key.length < 1 || key.length > 255) {
    throw new Problem(400, "An Idempotency-Key of 1 to 255 characters is needed.");
  }
  const content = readBody(NewOrder, body);
  const order = { ...newOrder(content, acceptedAt), id: orderIdOf(id) };
  const print = fingerprint(content);
  const attempt = () => whileThrottled(timeLeft, () => createOrFind(order, key, print));
  for (const pause of pauses) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error)) throw error;
      await setTimeout(pause);
    }
  }
  return attempt();
}

/** The record of the key lives as long as outcomes do. What comes later still finds the order that it has led to. */
async function createOrFind(order: Order, key: string, print: string): Promise<Order> {
  try {
    return await createOrder(order, key, print, daysKept);
  } catch (error) {
    if (!(error instanceof TransactionCanceledException) || isThrottled(error)) throw error;
    return getOrder(order.id).catch(() => {
      throw error;
    });
  }
}

/** Another message with this key is being worked on right now. */
const isConflict = (error: unknown) => error instanceof Problem && error.status === 409;
