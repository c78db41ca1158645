import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import {
  AccessLogFormat,
  type Stage as ApiStage,
  type CfnStage,
  type CorsOptions,
  EndpointType,
  type Integration,
  IpAddressType,
  type JsonSchema,
  LambdaIntegration,
  LogGroupLogDestination,
  type MethodOptions,
  type RequestValidator,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import * as z from "zod/mini";
import { endpoint, type Stage } from "../config.ts";
import { type ApiAuth, apiAuth } from "./api-auth.ts";
import { type ApiAddress, serveAt } from "./api-domain.ts";
import { apiGatewayLogging } from "./api-logging.ts";
import { addProblemResponses } from "./problem-responses.ts";
import type { Route, RouteAddress } from "./route.ts";

export interface ApiProps extends ApiAddress {
  stage: Stage;
  routes: Route[];
  /** The origin whose pages may call the API from a browser, for example `https://example.com`. */
  allowOrigin?: string;
  /** A web ACL is associated with the stage. */
  hasWebAcl?: boolean;
}

/** A REST API with one function a route, which refuses bad bodies itself. */
export class Api extends Construct {
  /** Without trailing slash. */
  readonly url: string;
  readonly stageArn: string;
  /** Where a distribution finds the API. */
  readonly origin: { host: string; path: string };
  readonly requests: IMetric;
  readonly clientErrors: IMetric;
  readonly serverErrors: IMetric;
  readonly latency: (statistic: string) => IMetric;
  private readonly api: RestApi;
  private readonly auth: ApiAuth;
  private readonly validator: RequestValidator;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { stage, routes, allowOrigin, hasWebAcl, ...address } = props;
    this.auth = apiAuth(this, stage);
    // Another id than the HTTP API has: CloudFormation lets no logical id change its type.
    const api = new RestApi(this, "RestApi", {
      // The metrics of a REST API know it by its name.
      restApiName: Stack.of(this).stackName,
      endpointConfiguration: {
        types: [endpoint === "edge" ? EndpointType.EDGE : EndpointType.REGIONAL],
        ipAddressType: IpAddressType.DUAL_STACK,
      },
      // With a domain of its own the API has one address, so that no client grows used to the other.
      disableExecuteApiEndpoint: address.host !== undefined,
      defaultCorsPreflightOptions: allowOrigin ? corsFor(allowOrigin, this.auth) : undefined,
      cloudWatchRole: false,
      deployOptions: {
        stageName: stage.name,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(this, "AccessLog", {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    Stack.of(this).addStackDependency(apiGatewayLogging(this));
    addProblemResponses(api, allowOrigin);
    this.api = api;
    this.validator = api.addRequestValidator("Validator", {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    for (const route of routes) {
      this.addRoute(route, new LambdaIntegration(route.function, { allowTestInvoke: false }));
      // A REST API leaves the CORS headers of an answer to the function.
      if (allowOrigin) route.function.addEnvironment("ALLOWED_ORIGIN", allowOrigin);
    }
    acknowledge(api.deploymentStage, hasWebAcl);
    const origin = `${api.restApiId}.execute-api.${stage.region}.amazonaws.com`;
    this.origin = { host: origin, path: `/${stage.name}` };
    this.url =
      address.host && stage.domain
        ? serveAt(this, { ...address, host: address.host, domain: stage.domain, api })
        : `https://${origin}/${stage.name}`;
    this.stageArn = api.deploymentStage.stageArn;
    new CfnOutput(this, "Url", { value: this.url });

    this.requests = api.metricCount();
    this.clientErrors = api.metricClientError();
    this.serverErrors = api.metricServerError();
    this.latency = (statistic) => api.metricLatency({ statistic });
  }

  /** Adds a route that this integration serves. */
  addRoute(
    route: Omit<Route, "function">,
    integration: Integration,
    { methodResponses }: Pick<MethodOptions, "methodResponses"> = {},
  ): void {
    const headers = (route.requiredHeaders ?? []).map((name) => [`method.request.header.${name}`, true]);
    const method = this.api.root.resourceForPath(route.path).addMethod(route.method, integration, {
      requestParameters: Object.fromEntries(headers),
      requestValidator: this.validator,
      requestModels: bodyModels(this.api, route),
      methodResponses,
      ...this.auth.access(route),
    });
    this.auth.acknowledge(method, route);
    if (route.throttle) this.throttle(route, route.throttle);
  }

  private throttle({ method, path }: RouteAddress, limits: NonNullable<Route["throttle"]>): void {
    const stage = this.api.deploymentStage.node.defaultChild as CfnStage;
    const { methodSettings = [] } = stage;
    if (!Array.isArray(methodSettings)) throw new Error("The settings of the stage are not known yet.");
    stage.methodSettings = [
      ...methodSettings,
      {
        httpMethod: method,
        resourcePath: `/${path.replaceAll("/", "~1")}`,
        throttlingRateLimit: limits.rateLimit,
        throttlingBurstLimit: limits.burstLimit,
      },
    ];
  }
}

function acknowledge(stage: ApiStage, hasWebAcl = false): void {
  const validations = Validations.of(stage);
  validations.acknowledge({
    id: "AwsSolutions::AwsSolutions-APIG6",
    reason:
      "The access log holds the error of each request. Execution logs would go to a group that never expires.",
  });
  if (hasWebAcl) return;
  validations.acknowledge({
    id: "AwsSolutions::AwsSolutions-APIG3",
    reason: "AWS WAF costs about 5 USD a month and web ACL; the stage is throttled. Add one before wide use.",
  });
}

/** One line of the access log; `functionRequestId` finds the function's lines in its own log. */
const accessLog = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  functionRequestId: "$context.integration.requestId",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  route: "$context.httpMethod $context.resourcePath",
  path: "$context.path",
  status: "$context.status",
  latency: "$context.responseLatency",
  functionLatency: "$context.integration.latency",
  responseLength: "$context.responseLength",
  error: "$context.error.message",
  integrationError: "$context.integration.error",
};

/** API Gateway answers preflights itself. */
function corsFor(origin: string, auth: ApiAuth): CorsOptions {
  return {
    allowOrigins: [origin],
    allowMethods: ["GET", "POST", "PUT", "DELETE"],
    allowHeaders: ["content-type", "idempotency-key", ...auth.headers],
    maxAge: Duration.hours(2),
  };
}

/** The schema that the function checks with, as far as a REST API's JSON Schema (draft 4) can say it. */
function bodyModels(api: RestApi, { method, path, body }: Omit<Route, "function">) {
  if (!body) return undefined;
  const schema = z.toJSONSchema(body, { target: "draft-4" }) as JsonSchema;
  return { "application/json": api.addModel(`${method} ${path.replaceAll("/", " ")}`, { schema }) };
}
