import { Duration } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { apiKeysTable } from "./api-keys-table.ts";
import { type AuthStack, authStack } from "./auth-stack.ts";
import { ServiceFunction } from "./service-function.ts";

/** The function that API Gateway asks who calls: it knows the API keys, and the tokens of the user pool. */
export class Authorizer extends Construct {
  readonly function: LambdaFunction;
  /** How long API Gateway keeps an answer for a credential, whatever its end: so long an expired token may still get in. */
  readonly answersKept = Duration.minutes(1);
  private readonly auth: AuthStack;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.auth = authStack(this, stage);
    const table = apiKeysTable(this, stage);
    this.function = new ServiceFunction(this, "Authorize", {
      handler: "auth/authorize",
      environment: {
        TABLE_NAME: table.tableName,
        USER_POOL_ID: this.auth.userPool.userPoolId,
        CLIENT_ID: this.auth.clientId,
      },
    }).allow(["dynamodb:GetItem"], table.tableArn).function;
  }

  /** Lets the tokens of people carry a scope; keys have those that they were made with. */
  addScope(scope: string): void {
    this.auth.addScope(scope);
  }
}
