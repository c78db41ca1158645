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
export async function handler({ task, startedAt, input }: Work): Promise<void> {
  const { id, key, acceptedAt = startedAt, order } = input;
  const accepted = { id, key, acceptedAt: new Date(acceptedAt), body: JSON.stringify(order) };
  await (task === "giveUp" ? giveUp(accepted) : processOrder(accepted));
}
