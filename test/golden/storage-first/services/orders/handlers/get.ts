import { handle, type Response } from "../../lib/http.ts";
import { Problem } from "../../lib/problem.ts";
import { getOrder } from "../order-store.ts";
import { getOutcome } from "../outcome-store.ts";

/** GET /orders/{id}: a processed order, or why it failed. 404 as long as nobody has worked it off. */
export const handler = handle(async ({ path }) => {
  const id = path.id ?? "";
  try {
    return await processed(id);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error;
  }
  const outcome = await getOutcome(id);
  if ("orderId" in outcome) return processed(outcome.orderId);
  return { status: 200, body: { id, status: "failed", failure: outcome.failure } };
});

async function processed(id: string): Promise<Response> {
  return { status: 200, body: { ...(await getOrder(id)), status: "processed" } };
}
