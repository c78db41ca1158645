import { CfnOutput } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { authStack } from "./auth-stack.ts";
import { serviceTable } from "./service-table.ts";

/** The table of the API keys of a stage; made when it is first asked for. */
export function apiKeysTable(scope: Construct, stage: Stage): TableV2 {
  const stack = authStack(scope, stage);
  const existing = stack.node.tryFindChild("ApiKeys") as ApiKeys | undefined;
  return (existing ?? new ApiKeys(stack, "ApiKeys", stage)).table;
}

class ApiKeys extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { deletionProtection }: Stage) {
    super(scope, id);
    this.table = serviceTable(this, { logicalId: "ApiKeysTable", deletionProtection });
    new CfnOutput(scope, "ApiKeysTableName", { value: this.table.tableName });
  }
}
