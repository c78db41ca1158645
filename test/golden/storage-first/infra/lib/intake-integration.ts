import { Stack } from "aws-cdk-lib";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { orderMessage } from "./order-message.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Puts the requests of a route into the queue. */
export function storeIn(queue: IQueue, route: StoringRoute): void {
  addStoringRoute(route, {
    service: "sqs",
    path: `${Stack.of(queue).account}/${queue.queueName}`,
    parameters: { "header.Content-Type": "'application/x-www-form-urlencoded'" },
    body: orderMessage(),
  });
}
