import { HttpIntegrationSubtype } from "aws-cdk-lib/aws-apigatewayv2";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { orderText } from "./order-text.ts";
import { addStoringRoute } from "./storing-integration.ts";
import type { StoringRoute } from "./storing-route.ts";

/**
 * Starts an execution for each request of a route. Step Functions gives it a name: the ids of HTTP APIs have characters that
 * CloudWatch Logs does not take in one.
 */
export function storeIn(machine: IStateMachine, route: StoringRoute): void {
  addStoringRoute(route, {
    subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION,
    parameters: { StateMachineArn: machine.stateMachineArn, Input: orderText },
  });
}
