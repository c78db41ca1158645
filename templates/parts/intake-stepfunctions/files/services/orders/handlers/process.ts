import type { Context } from "aws-lambda";
import { giveUp, processOrder } from "../process-order.ts";

/** What the state machine wants of the worker. */
interface Work {
  task: "process" | "giveUp";
  /** When the execution was started, ISO 8601. */
  startedAt: string;
  /** What infra/lib/intake-integration.ts writes. */
  input: StoredOrder;
}

interface StoredOrder {
  id: string;
  key: string;
  /** Milliseconds since the epoch. */
  acceptedAt?: number;
  order: unknown;
}

/** Works off a stored order, or notes that it was given up. The state machine tries again what fails. */
export async function handler(
  { task, startedAt, input }: Work,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<void> {
  const { id, key, acceptedAt = startedAt, order } = input;
  const accepted = { id, key, acceptedAt: new Date(acceptedAt), body: JSON.stringify(order) };
  if (task === "giveUp") return giveUp(accepted);
  await processOrder(accepted, () => context.getRemainingTimeInMillis());
}
