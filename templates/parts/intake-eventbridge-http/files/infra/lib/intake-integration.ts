import { HttpIntegrationSubtype } from "aws-cdk-lib/aws-apigatewayv2";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { orderAccepted } from "./accepted-event.ts";
import { addStoringRoute, filled, requestId } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

// API Gateway pastes what the client has sent into JSON as it is. What breaks the JSON is refused by EventBridge. `id` comes
// last, as the last one of a name counts, so that no client can set it.
const detail = [
  `{"key":"${filled("request.header.idempotency-key")}"`,
  `"order":${filled("request.body")}`,
  `"id":"${requestId}"}`,
].join(",");

/** Puts the requests of a route on the bus, an event each. */
export function storeIn(bus: IEventBus, route: StoringRoute): void {
  addStoringRoute(route, {
    subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
    parameters: {
      EventBusName: bus.eventBusName,
      Source: orderAccepted.source,
      DetailType: orderAccepted.detailType,
      Detail: detail,
    },
  });
}
