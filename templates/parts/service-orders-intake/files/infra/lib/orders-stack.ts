import { type App, Duration, Stack } from "aws-cdk-lib";
import { OrdersService } from "../../services/orders/infra.ts";
import { type Stage, slug } from "../config.ts";
import { Api } from "./api.ts";
import { Intake } from "./intake.ts";
import { Monitoring, sumOf } from "./monitoring.ts";
import { stackProps } from "./stack-props.ts";

export interface OrdersStackProps {
  /** The API's own host below the custom domain. */
  host?: string;
}

/** The orders service behind an API that stores new orders first, and a worker that works them off. */
export class OrdersStack extends Stack {
  constructor(app: App, stage: Stage, { host }: OrdersStackProps = {}) {
    super(app, `${slug}-orders-${stage.name}`, stackProps(stage, "Orders API"));

    const orders = new OrdersService(this, "Orders", { deletionProtection: stage.deletionProtection });
    const api = new Api(this, "Api", { stage, routes: orders.routes, host });
    const intake = new Intake(this, "Intake", { api, route: orders.intake, worker: orders.worker });

    const functions = [orders.worker, ...orders.routes.map((route) => route.function)];
    const errors = sumOf(
      functions.map((each) => each.metricErrors()),
      "errors",
    );
    const throttles = sumOf(
      functions.map((each) => each.metricThrottles()),
      "throttles",
    );
    new Monitoring(this, "Monitoring", {
      email: stage.alarmsEmail,
      watches: [
        { id: "ServerErrors", description: "The API answers with 5xx", metric: api.serverErrors },
        { id: "FunctionErrors", description: "A function failed or timed out", metric: errors },
        { id: "FunctionThrottles", description: "Lambda's concurrency is used up", metric: throttles },
        ...intake.watches,
      ],
      graphs: {
        "API requests and errors": [api.requests, api.clientErrors, api.serverErrors],
        "API latency, p50 and p99": [api.latency("p50"), api.latency("p99")],
        ...intake.graphs,
        "Function duration, p99": functions.map((each) => each.metricDuration({ statistic: "p99" })),
        "Function errors and throttles": [errors, throttles],
        "Table capacity": [
          orders.table.metricConsumedReadCapacityUnits({ period: Duration.minutes(5) }),
          orders.table.metricConsumedWriteCapacityUnits({ period: Duration.minutes(5) }),
        ],
      },
    });
  }
}
