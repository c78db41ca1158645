import type { Route } from "@shared/constructs/route.ts";
import type { Service, ServiceProps } from "@shared/constructs/service.ts";
import { ServiceFunction } from "@shared/constructs/service-function.ts";
import { byCreation, serviceTable } from "@shared/constructs/service-table.ts";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { ItemUpdate, NewItem } from "../item.ts";
import { name, tableId } from "../name.ts";

/** This service: its table, its functions, and the routes that they serve. */
export class ItemService extends Construct implements Service {
  readonly table: TableV2;
  readonly routes: Route[];

  constructor(scope: Construct, id: string, { deletionProtection }: ServiceProps) {
    super(scope, id);
    this.table = serviceTable(this, { logicalId: tableId, deletionProtection });
    const table = this.table.tableArn;
    const index = `${table}/index/${byCreation}`;
    const create = this.handler("Create", "create").allow(["dynamodb:PutItem", "dynamodb:GetItem"], table);
    const get = this.handler("Get", "get").allow(["dynamodb:GetItem"], table);
    const list = this.handler("List", "list").allow(["dynamodb:Query"], index);
    const update = this.handler("Update", "update").allow(["dynamodb:GetItem", "dynamodb:PutItem"], table);
    const remove = this.handler("Delete", "delete").allow(["dynamodb:DeleteItem"], table);

    const all = `/${name}`;
    const one = `${all}/{id}`;
    const requiredHeaders = ["Idempotency-Key"];
    this.routes = [
      { method: "POST", path: all, function: create.function, body: NewItem, requiredHeaders },
      { method: "GET", path: all, function: list.function },
      { method: "GET", path: one, function: get.function },
      { method: "PUT", path: one, function: update.function, body: ItemUpdate },
      { method: "DELETE", path: one, function: remove.function },
    ];
  }

  private handler(id: string, file: string): ServiceFunction {
    return new ServiceFunction(this, id, {
      handler: `${name}/${file}`,
      environment: { TABLE_NAME: this.table.tableName },
    });
  }
}
