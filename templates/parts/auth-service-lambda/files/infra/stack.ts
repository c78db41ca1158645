import { authorizerName } from "@shared/constructs/auth-home.ts";
import { ServiceFunction } from "@shared/constructs/service-function.ts";
import { type App, Aws } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { apiKeysTable } from "./api-keys-table.ts";
import { authStack } from "./auth-stack.ts";
import type { Stage } from "./config.ts";
import { services } from "./services.ts";

/** The stack of one stage: the API keys, and the function that the APIs of all services ask who calls. */
export function addStacks(app: App, stage: Stage): void {
  const stack = authStack(app, stage);
  const table = apiKeysTable(stack, stage);
  const authorize = new ServiceFunction(stack, "Authorize", {
    handler: "auth/authorize",
    environment: { TABLE_NAME: table.tableName },
  }).allow(["dynamodb:GetItem"], table.tableArn);
  // Other accounts know it by its ARN.
  (authorize.function.node.defaultChild as CfnFunction).functionName = authorizerName(stage);
  for (const { name, account = Aws.ACCOUNT_ID, region } of services) {
    authorize.function.addPermission(`Asks-${name}`, {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      // The ids of APIs are made up when they are deployed, by others; their accounts are not.
      sourceArn: `arn:aws:execute-api:${region}:${account}:*/authorizers/*`,
    });
  }
}
