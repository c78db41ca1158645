import type { App } from "aws-cdk-lib";
import { authStack } from "./auth-stack.ts";
import type { Stage } from "./config.ts";
import { services } from "./services.ts";

/** The stack of one stage: the people who may sign in, the page on which they do, and the scopes of all services. */
export function addStacks(app: App, stage: Stage): void {
  const stack = authStack(app, stage);
  for (const service of services) {
    for (const verb of ["read", "write"]) stack.addScope(`${service}/${verb}`);
  }
}
