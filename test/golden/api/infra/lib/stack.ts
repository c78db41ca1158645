import type { App } from "aws-cdk-lib";
import { OrdersService } from "../../services/orders/infra.ts";
import type { Stage } from "../config.ts";
import { hostOf } from "./dns.ts";
import { ServiceStack } from "./service-stack.ts";

/** The stacks of one stage: one service, which brings its API, functions and table. */
export function addStacks(app: App, stage: Stage): void {
  new ServiceStack(app, stage, { name: "orders", service: OrdersService, host: hostOf(stage, "api") });
}
