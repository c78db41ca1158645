import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Api } from "./api.ts";
import type { Watch } from "./monitoring.ts";
import type { Route } from "./route.ts";

/** What a service brings to its stack: a table, and routes with the functions that serve them. */
export interface Service {
  readonly table: TableV2;
  readonly routes: Route[];
  /** Functions that no route calls. */
  readonly workers?: LambdaFunction[];
  /** Adds to the stack what needs the API in its turn, and tells what to watch of it. */
  connect?(stack: Construct, api: Api): { watches: Watch[]; graphs: Record<string, IMetric[]> };
}

export interface ServiceProps {
  deletionProtection: boolean;
}

/** A construct that is a service: `OrdersService` of services/orders/infra.ts, for example. */
export type ServiceClass = new (scope: Construct, id: string, props: ServiceProps) => Service;
