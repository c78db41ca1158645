import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Api } from "../../infra/lib/api.ts";
import { Intake } from "../../infra/lib/intake.ts";
import type { Route } from "../../infra/lib/route.ts";
import type { Service, ServiceProps } from "../../infra/lib/service.ts";
import { ServiceFunction } from "../../infra/lib/service-function.ts";
import { byCreation, serviceTable } from "../../infra/lib/service-table.ts";
import { NewOrder, OrderUpdate } from "./order.ts";
import { throttle } from "./throttle.ts";

/** The orders service: its table, its functions, and the routes that they serve. */
export class OrdersService extends Construct implements Service {
  readonly table: TableV2;
  readonly routes: Route[];
  readonly workers: LambdaFunction[];
  private readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { deletionProtection }: ServiceProps) {
    super(scope, id);
    this.table = serviceTable(this, { logicalId: "OrdersTable", deletionProtection });

    const table = this.table.tableArn;
    const index = `${table}/index/${byCreation}`;
    const worker = this.handler("Process", "process").allow(["dynamodb:PutItem", "dynamodb:GetItem"], table);
    const get = this.handler("Get", "get").allow(["dynamodb:GetItem"], table);
    const list = this.handler("List", "list").allow(["dynamodb:Query"], index);
    const update = this.handler("Update", "update").allow(["dynamodb:UpdateItem"], table);
    const remove = this.handler("Delete", "delete").allow(["dynamodb:DeleteItem"], table);

    this.worker = worker.function;
    this.workers = [worker.function];
    this.routes = [
      { method: "GET", path: "/orders", function: list.function },
      { method: "GET", path: "/orders/{id}", function: get.function },
      { method: "PUT", path: "/orders/{id}", function: update.function, body: OrderUpdate },
      { method: "DELETE", path: "/orders/{id}", function: remove.function },
    ];
  }

  /** New orders are stored first; the worker works them off. */
  connect(stack: Construct, api: Api): Intake {
    const route: Omit<Route, "function"> = {
      method: "POST",
      path: "/orders",
      body: NewOrder,
      requiredHeaders: ["Idempotency-Key"],
      throttle,
    };
    return new Intake(stack, "Intake", { api, route, worker: this.worker, table: this.table });
  }

  private handler(id: string, name: string): ServiceFunction {
    return new ServiceFunction(this, id, {
      handler: `orders/${name}`,
      environment: { TABLE_NAME: this.table.tableName },
    });
  }
}
