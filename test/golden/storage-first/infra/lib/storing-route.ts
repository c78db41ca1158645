import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Api } from "./api.ts";
import type { Route } from "./route.ts";

/** What an intake stands between: a route of the API, and the worker. */
export interface IntakeProps {
  api: Api;
  /** The route whose requests are stored. */
  route: Omit<Route, "function">;
  /** Works off what was stored. */
  worker: LambdaFunction;
  /** What the worker writes into. */
  table: TableV2;
}

/** A route that API Gateway serves alone, and the role that it stores as. */
export interface StoringRoute extends Omit<IntakeProps, "worker" | "table"> {
  role: IRole;
}

/** A role for API Gateway, which may do one thing with one resource. */
export function storingRole(scope: Construct, action: string, resource: string): Role {
  const role = new Role(scope, "Role", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
  // The grants of the CDK allow more than the one action.
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  return role;
}
