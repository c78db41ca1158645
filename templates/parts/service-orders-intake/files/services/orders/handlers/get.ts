import { handle, type Response } from "../../lib/http.ts";
import { Problem } from "../../lib/problem.ts";
import { orderIdOf } from "../order-id.ts";
import { getOrder } from "../order-store.ts";
import { getOutcome } from "../outcome-store.ts";

/** GET /orders/{id}: a processed order, or why it failed, or that it is accepted and waits. */
export const handler = handle(async ({ path }) => {
  const id = path.id ?? "";
  try {
    // Found by the id that the client was told, however long ago that was.
    return await processed(orderIdOf(id));
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error;
  }
  const { orderId, failure } = await getOutcome(id);
  if (orderId) return processed(orderId);
  return { status: 200, body: failure ? { id, status: "failed", failure } : { id, status: "accepted" } };
});

async function processed(id: string): Promise<Response> {
  return { status: 200, body: { ...(await getOrder(id)), status: "processed" } };
}
