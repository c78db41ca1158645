import type { Service, ServiceProps } from "@shared/constructs/service.ts";
import { Construct } from "constructs";

/** Stand for the service beside its stack in a workspace when templates are type-checked where they lie. */
export declare class OrdersService extends Construct implements Service {
  constructor(scope: Construct, id: string, props: ServiceProps);
  readonly table: Service["table"];
  readonly routes: Service["routes"];
}
export declare class ItemService extends OrdersService {}
