import { HttpIntegrationSubtype } from "aws-cdk-lib/aws-apigatewayv2";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { orderMessage } from "./order-message.ts";
import { addStoringRoute, requestId } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Puts the requests of a route into the queue, in a group for each customer. */
export function storeIn(queue: IQueue, route: StoringRoute): void {
  addStoringRoute(route, {
    subtype: HttpIntegrationSubtype.SQS_SEND_MESSAGE,
    parameters: {
      QueueUrl: queue.queueUrl,
      ...orderMessage,
      MessageGroupId: "$request.body.customerId",
      // Each request counts, a repeated one too: its id has to lead to an order. The worker knows repetitions by their key.
      MessageDeduplicationId: requestId,
    },
  });
}
