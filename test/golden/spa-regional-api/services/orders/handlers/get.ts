import { handle } from "../../lib/http.ts";
import { getOrder } from "../order-store.ts";

/** GET /orders/{id} */
export const handler = handle(async ({ path }) => ({ status: 200, body: await getOrder(path.id ?? "") }));
