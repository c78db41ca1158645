import { isSettled } from "./outcome-store.ts";
import { AcceptedOrder } from "./process-order.ts";

/** Leaves out what an earlier try has settled: a read costs a fraction of a write that finds the same. */
export async function unsettled(orders: unknown[]): Promise<unknown[]> {
  const settled = await Promise.all(orders.map(wasSettled));
  return orders.filter((_, index) => !settled[index]);
}

/** What cannot be told is taken to wait: processed again, an order stays what it is. */
async function wasSettled(order: unknown): Promise<boolean> {
  const { data: accepted } = AcceptedOrder.safeParse(order);
  return accepted ? isSettled(accepted.id).catch(() => false) : false;
}
