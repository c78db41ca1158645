import { CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  type HttpRouteIntegration,
  HttpStage,
  IpAddressType,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { type ApiAuth, apiAuth } from "./api-auth.ts";
import { type ApiAddress, serveAt } from "./api-domain.ts";
import type { Route } from "./route.ts";

export interface ApiProps extends ApiAddress {
  stage: Stage;
  routes: Route[];
  /** The origin whose pages may call the API from a browser, for example `https://example.com`. */
  allowOrigin?: string;
}

/** An HTTP API with one function a route. */
export class Api extends Construct {
  /** Without trailing slash. */
  readonly url: string;
  /** Where a distribution finds the API. */
  readonly origin: { host: string; path: string };
  readonly requests: IMetric;
  readonly clientErrors: IMetric;
  readonly serverErrors: IMetric;
  readonly latency: (statistic: string) => IMetric;
  private readonly api: HttpApi;
  private readonly stage: CfnStage;
  private readonly auth: ApiAuth;

  constructor(scope: Construct, id: string, { stage, routes, allowOrigin, ...address }: ApiProps) {
    super(scope, id);
    const auth = apiAuth(this, stage);
    const api = new HttpApi(this, "Api", {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      // With a domain of its own the API has one address, so that no client grows used to the other.
      disableExecuteApiEndpoint: address.host !== undefined,
      corsPreflight: allowOrigin ? corsFor(allowOrigin, auth) : undefined,
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    this.api = api;
    this.auth = auth;
    const httpStage = new HttpStage(this, "Stage", {
      httpApi: api,
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, "AccessLog", {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.stage = httpStage.node.defaultChild as CfnStage;
    for (const route of routes) this.addRoute(route, new HttpLambdaIntegration("Function", route.function));
    this.url =
      address.host && stage.domain
        ? serveAt(this, { ...address, host: address.host, domain: stage.domain, stage: httpStage })
        : api.apiEndpoint;
    this.origin = { host: `${api.apiId}.execute-api.${stage.region}.amazonaws.com`, path: "" };
    new CfnOutput(this, "Url", { value: this.url });

    this.requests = api.metricCount();
    this.clientErrors = api.metricClientError();
    this.serverErrors = api.metricServerError();
    this.latency = (statistic) => api.metricLatency({ statistic });
  }

  /** Adds a route that this integration serves. */
  addRoute(address: Omit<Route, "function">, integration: HttpRouteIntegration): HttpRoute {
    const { method, path } = address;
    const methods = [HttpMethod[method]];
    const [route] = this.api.addRoutes({ path, methods, integration, ...this.auth.access(address) });
    if (!route) throw new Error(`${method} ${path} has become no route.`);
    this.auth.acknowledge(route, address);
    if (address.throttle) this.throttle(address, route);
    return route;
  }

  private throttle({ method, path, throttle }: Omit<Route, "function">, route: HttpRoute): void {
    const settings = {
      ThrottlingRateLimit: throttle?.rateLimit,
      ThrottlingBurstLimit: throttle?.burstLimit,
    };
    this.stage.routeSettings = { ...this.stage.routeSettings, [`${method} ${path}`]: settings };
    // API Gateway takes no settings for a route that is not there yet.
    this.stage.node.addDependency(route);
  }
}

/** One line of the access log; `functionRequestId` finds the function's lines in its own log. */
const accessLog = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  functionRequestId: "$context.integration.requestId",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  latency: "$context.responseLatency",
  functionLatency: "$context.integration.latency",
  responseLength: "$context.responseLength",
  error: "$context.error.message",
  integrationError: "$context.integration.error",
};

/** API Gateway answers preflights itself and adds these headers to every answer. */
function corsFor(origin: string, auth: ApiAuth): CorsPreflightOptions {
  return {
    allowOrigins: [origin],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
    allowHeaders: ["content-type", "idempotency-key", ...auth.headers],
    exposeHeaders: ["location"],
    maxAge: Duration.hours(2),
  };
}
