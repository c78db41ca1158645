import { ordersClient } from "@shared/contracts/orders.ts";
import { signed } from "@shared/contracts/signed.ts";
import type { Request } from "@shared/lib/http.ts";

const send = signed(process.env.ORDERS_REGION ?? "");
const orders = ordersClient(process.env.ORDERS_URL ?? "", { send });

/** The orders service, asked with the signature of this function: it knows the function by its role. */
export const ordersFor = (_request: Request) => orders;
