import { handle } from "../../lib/http.ts";
import { pageOf, readPageRequest } from "../../lib/page.ts";
import { listOrders } from "../order-store.ts";

/** GET /orders?limit=20&cursor=... */
export const handler = handle(async (request) => {
  return { status: 200, body: pageOf(await listOrders(readPageRequest(request))) };
});
