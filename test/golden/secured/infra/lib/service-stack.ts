import { type App, Duration, Stack } from "aws-cdk-lib";
import { type Stage, slug } from "../config.ts";
import { Api, type ApiProps } from "./api.ts";
import { Monitoring, sumOf } from "./monitoring.ts";
import type { Service, ServiceClass } from "./service.ts";
import { stackProps } from "./stack-props.ts";

export interface ServiceStackProps extends Omit<ApiProps, "stage" | "routes"> {
  /** `orders`, for the stack `<slug>-orders-<stage>`. Another name is another stack, with an empty table. */
  name: string;
  service: ServiceClass;
  /** The path that the API has for a route, when it is another than that of the route. */
  pathInApi?: (path: string) => string;
}

/** A service behind an API of its own, with its alarms and dashboard. */
export class ServiceStack extends Stack {
  readonly api: Api;

  constructor(app: App, stage: Stage, props: ServiceStackProps) {
    const { name, service: ServiceOfStack, pathInApi = (path) => path, ...apiProps } = props;
    const title = pascalCase(name);
    super(app, `${slug}-${name}-${stage.name}`, stackProps(stage, `${title} API`));

    const service = new ServiceOfStack(this, title, { deletionProtection: stage.deletionProtection });
    const routes = service.routes.map((route) => ({ ...route, path: pathInApi(route.path) }));
    this.api = new Api(this, "Api", { stage, routes, ...apiProps });
    this.watch(service, stage.alarmsEmail);
  }

  private watch(service: Service, email: string): void {
    const more = service.connect?.(this, this.api);
    const functions = [...(service.workers ?? []), ...service.routes.map((route) => route.function)];
    const errors = sumOf(
      functions.map((each) => each.metricErrors()),
      "errors",
    );
    const throttles = sumOf(
      functions.map((each) => each.metricThrottles()),
      "throttles",
    );
    const { api } = this;
    new Monitoring(this, "Monitoring", {
      email,
      watches: [
        { id: "ServerErrors", description: "The API answers with 5xx", metric: api.serverErrors },
        { id: "FunctionErrors", description: "A function failed or timed out", metric: errors },
        { id: "FunctionThrottles", description: "Lambda's concurrency is used up", metric: throttles },
        ...(more?.watches ?? []),
      ],
      graphs: {
        "API requests and errors": [api.requests, api.clientErrors, api.serverErrors],
        "API latency, p50 and p99": [api.latency("p50"), api.latency("p99")],
        ...more?.graphs,
        "Function duration, p99": functions.map((each) => each.metricDuration({ statistic: "p99" })),
        "Function errors and throttles": [errors, throttles],
        "Table capacity": [
          service.table.metricConsumedReadCapacityUnits({ period: Duration.minutes(5) }),
          service.table.metricConsumedWriteCapacityUnits({ period: Duration.minutes(5) }),
        ],
      },
    });
  }
}

/** `order-items` as `OrderItems`. */
function pascalCase(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
