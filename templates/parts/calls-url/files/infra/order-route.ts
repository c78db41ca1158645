import type { Route } from "@shared/constructs/route.ts";
import { ServiceFunction } from "@shared/constructs/service-function.ts";
import type { Construct } from "constructs";
import { name } from "../name.ts";
import type { Stage } from "./config.ts";
import { ordersUrls } from "./peers.ts";

/** The route that the orders service answers in the end; this service knows its URL and its contract alone. */
export function orderRoute(scope: Construct, stage: Stage): Route {
  const order = new ServiceFunction(scope, "Order", {
    handler: `${name}/order`,
    environment: { ORDERS_URL: ordersUrls[stage.name] ?? "" },
  });
  return { method: "GET", path: `/${name}/{id}/orders/{orderId}`, function: order.function };
}
