import type { ServiceClass } from "@shared/constructs/service.ts";
import { addressOf } from "@shared/constructs/service-address.ts";
import { ServiceStack } from "@shared/constructs/service-stack.ts";
import type { App } from "aws-cdk-lib";
import { type Stage, service } from "./config.ts";
import { orderRoute } from "./order-route.ts";
import { ItemService } from "./service.ts";

/** The stacks of one stage: this service, which brings its API, functions and table. */
export function addStacks(app: App, stage: Stage): void {
  class StageService extends ItemService {
    constructor(...args: ConstructorParameters<ServiceClass>) {
      super(...args);
      this.routes.push(orderRoute(this, stage));
    }
  }
  new ServiceStack(app, stage, {
    name: service,
    service: StageService,
    ...addressOf(stage, service),
  });
}
