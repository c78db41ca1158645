import type { Route } from "@shared/constructs/route.ts";
import { ServiceFunction } from "@shared/constructs/service-function.ts";
import { Aws, Validations } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { name } from "../name.ts";
import type { Stage } from "./config.ts";
import { orders } from "./peers.ts";

/** The route that the orders service answers in the end; this service knows its URL, its account and its contract alone. */
export function orderRoute(scope: Construct, stage: Stage): Route {
  const peer = orders[stage.name];
  if (!peer) throw new Error(`infra/peers.ts has no orders service for stage ${stage.name}.`);
  const order = new ServiceFunction(scope, "Order", {
    handler: `${name}/order`,
    environment: { ORDERS_URL: peer.url, ORDERS_REGION: peer.region },
  });
  const arnIn = (account: string) =>
    `arn:aws:execute-api:${peer.region}:${account}:*/${stage.name}/GET/orders/*`;
  order.allow(["execute-api:Invoke"], arnIn(peer.account ?? Aws.ACCOUNT_ID));
  Validations.of(order.function).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::${arnIn(peer.account ?? "<AWS::AccountId>")}]`,
    reason:
      "One route of the orders service for any order, in its account, Region and stage. API Gateway makes up the id of the API when the other team deploys it.",
  });
  return { method: "GET", path: `/${name}/{id}/orders/{orderId}`, function: order.function };
}
