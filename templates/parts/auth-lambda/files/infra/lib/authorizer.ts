import { Duration } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { apiKeysTable } from "./api-keys-table.ts";
import { ServiceFunction } from "./service-function.ts";

/** The function that API Gateway asks who calls: it knows the API keys. */
export class Authorizer extends Construct {
  readonly function: LambdaFunction;
  /** How long API Gateway keeps an answer for a credential: so long a revoked key may still get in. */
  readonly answersKept = Duration.minutes(5);

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const table = apiKeysTable(this, stage);
    this.function = new ServiceFunction(this, "Authorize", {
      handler: "auth/authorize",
      environment: { TABLE_NAME: table.tableName },
    }).allow(["dynamodb:GetItem"], table.tableArn).function;
  }

  /** Keys have the scopes that they were made with, so that no list of scopes has to be kept. */
  addScope(_scope: string): void {}
}
