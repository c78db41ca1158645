import { Stack } from "aws-cdk-lib";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { orderMessage } from "./order-message.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

// A group takes letters, digits and punctuation, 128 at most. Customers whose ids begin alike for very long share a group,
// which still keeps their orders in order.
const group = [
  "#set($group = $util.base64Encode($input.path('$.customerId')))",
  "#if($group.length() > 128)#set($group = $group.substring(0, 128))#end",
].join("");

/** Puts the requests of a route into the queue, in a group for each customer. */
export function storeIn(queue: IQueue, route: StoringRoute): void {
  const form = orderMessage([
    // Each request counts, a repeated one too: its id has to lead to an order. The worker knows repetitions by their key.
    `MessageDeduplicationId=$id${group}`,
    "MessageGroupId=$util.urlEncode($group)",
  ]);
  addStoringRoute(route, {
    service: "sqs",
    path: `${Stack.of(queue).account}/${queue.queueName}`,
    parameters: { "header.Content-Type": "'application/x-www-form-urlencoded'" },
    body: form,
  });
}
