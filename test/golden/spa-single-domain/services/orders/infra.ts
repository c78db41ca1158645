import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ContributorInsightsMode,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { Route } from "../../infra/lib/route.ts";
import { ServiceFunction } from "../../infra/lib/service-function.ts";
import { NewOrder, OrderUpdate } from "./order.ts";

/** Units a second: they bound the bill of a runaway client. */
const limits = { maxReadRequestUnits: 1000, maxWriteRequestUnits: 1000 };

export interface OrdersServiceProps {
  deletionProtection: boolean;
}

/** The orders service: its table, its functions, and the routes that they serve. */
export class OrdersService extends Construct {
  readonly table: TableV2;
  readonly routes: Route[];

  constructor(scope: Construct, id: string, { deletionProtection }: OrdersServiceProps) {
    super(scope, id);
    this.table = new TableV2(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          // All orders share one partition of the index, which takes 1,000 writes a second: ten times what the API
          // lets in. Spread `kind` over several values before you raise the API's throttle that far.
          indexName: "byCreation",
          partitionKey: { name: "kind", type: AttributeType.STRING },
          sortKey: { name: "createdAt", type: AttributeType.STRING },
          ...limits,
        },
      ],
      billing: Billing.onDemand(limits),
      timeToLiveAttribute: "expiresAt",
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      contributorInsightsSpecification: { enabled: true, mode: ContributorInsightsMode.THROTTLED_KEYS },
      deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CloudFormation knows the table by this id: it stays, however the constructs around it are arranged.
    (this.table.node.defaultChild as CfnGlobalTable).overrideLogicalId("OrdersTable");

    const table = this.table.tableArn;
    const index = `${table}/index/byCreation`;
    const create = this.handler("Create", "create").allow(["dynamodb:PutItem", "dynamodb:GetItem"], table);
    const get = this.handler("Get", "get").allow(["dynamodb:GetItem"], table);
    const list = this.handler("List", "list").allow(["dynamodb:Query"], index);
    const update = this.handler("Update", "update").allow(["dynamodb:UpdateItem"], table);
    const remove = this.handler("Delete", "delete").allow(["dynamodb:DeleteItem"], table);

    this.routes = [
      {
        method: "POST",
        path: "/orders",
        function: create.function,
        body: NewOrder,
        requiredHeaders: ["Idempotency-Key"],
      },
      { method: "GET", path: "/orders", function: list.function },
      { method: "GET", path: "/orders/{id}", function: get.function },
      { method: "PUT", path: "/orders/{id}", function: update.function, body: OrderUpdate },
      { method: "DELETE", path: "/orders/{id}", function: remove.function },
    ];
  }

  private handler(id: string, name: string): ServiceFunction {
    return new ServiceFunction(this, id, {
      handler: `orders/${name}`,
      environment: { TABLE_NAME: this.table.tableName },
    });
  }
}
