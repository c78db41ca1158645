import { addressOf } from "@shared/constructs/service-address.ts";
import { ServiceStack } from "@shared/constructs/service-stack.ts";
import type { App } from "aws-cdk-lib";
import { type Stage, service } from "./config.ts";
import { OrderEvents } from "./order-events.ts";
import { OrdersService } from "./service.ts";

/** The stacks of one stage: this service, which brings its API, functions and table. */
export function addStacks(app: App, stage: Stage): void {
  new ServiceStack(app, stage, {
    name: service,
    service: TellingService,
    ...addressOf(stage, service),
  });
}

/** The orders service, which tells others of its orders. */
class TellingService extends OrdersService {
  private readonly events = new OrderEvents(this, "Events", this);
  readonly workers = [this.events.publisher];

  connect() {
    return { watches: this.events.watches, graphs: {} };
  }
}
