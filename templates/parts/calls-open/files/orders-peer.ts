import { ordersClient } from "@shared/contracts/orders.ts";
import type { Request } from "@shared/lib/http.ts";

const orders = ordersClient(process.env.ORDERS_URL ?? "");

/** The orders service, which lets in everybody. */
export const ordersFor = (_request: Request) => orders;
