import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { orderText, orderTextVariables } from "./order-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/** Starts an execution for each request of a route. It has the id of the order for its name. */
export function storeIn(machine: IStateMachine, route: StoringRoute): void {
  addStoringRoute(route, {
    service: "states",
    action: "StartExecution",
    parameters: { "header.Content-Type": "'application/x-amz-json-1.0'" },
    body: [
      orderTextVariables,
      `{"stateMachineArn":"${machine.stateMachineArn}","name":"$id","input":${orderText}}`,
    ].join(""),
  });
}
