import { HttpIntegrationSubtype } from "aws-cdk-lib/aws-apigatewayv2";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { orderAccepted } from "./accepted-event.ts";
import { orderText } from "./order-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Puts the requests of a route on the bus, an event each. */
export function storeIn(bus: IEventBus, route: StoringRoute): void {
  addStoringRoute(route, {
    subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
    parameters: {
      EventBusName: bus.eventBusName,
      Source: orderAccepted.source,
      DetailType: orderAccepted.detailType,
      Detail: orderText,
    },
  });
}
