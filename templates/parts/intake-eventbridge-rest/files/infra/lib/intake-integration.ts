import type { IEventBus } from "aws-cdk-lib/aws-events";
import { orderAccepted } from "./accepted-event.ts";
import { orderText, orderTextVariables } from "./order-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Puts the requests of a route on the bus, an event each. */
export function storeIn(bus: IEventBus, route: StoringRoute): void {
  const { source, detailType } = orderAccepted;
  addStoringRoute(route, {
    service: "events",
    action: "PutEvents",
    parameters: { "header.Content-Type": "'application/x-amz-json-1.1'" },
    body: [
      orderTextVariables,
      `{"Entries":[{"EventBusName":"${bus.eventBusName}",`,
      `"Source":"${source}","DetailType":"${detailType}","Detail":${orderText}}]}`,
    ].join(""),
    // EventBridge answers 200 even when it has taken no event.
    refusedWhen: "$input.path('$.FailedEntryCount') != 0",
  });
}
