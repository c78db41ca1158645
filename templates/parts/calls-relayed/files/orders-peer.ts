import { ordersClient } from "@shared/contracts/orders.ts";
import type { Request } from "@shared/lib/http.ts";

/** The orders service, asked with what the caller of this one has brought: it sees who asks in the end. */
export function ordersFor({ headers: { authorization } }: Request) {
  return ordersClient(process.env.ORDERS_URL ?? "", { headers: authorization ? { authorization } : {} });
}
