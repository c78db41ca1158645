import { handle } from "../../lib/http.ts";
import { Problem } from "../../lib/problem.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { listOrders } from "../order-store.ts";

/** GET /orders?limit=20&cursor=... */
export const handler = handle(async ({ query }) => {
  const limit = Number(query.limit ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new Problem(400, "limit has to be a whole number from 1 to 100.");
  }
  const { orders, more } = await listOrders(limit, query.cursor ? decodeCursor(query.cursor) : undefined);
  const last = orders.at(-1);
  return { status: 200, body: { items: orders, cursor: more && last ? encodeCursor(last) : undefined } };
});
