import type { App } from "aws-cdk-lib";
import type { Stage } from "../config.ts";
import { hostOf } from "./dns.ts";
import { OrdersStack } from "./orders-stack.ts";

/** The stacks of one stage: one service, which brings its API, queue, functions and table. */
export function addStacks(app: App, stage: Stage): void {
  new OrdersStack(app, stage, { host: hostOf(stage, "api") });
}
