import { CfnOutput, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  ApiMapping,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  IpAddressType,
  LogGroupLogDestination,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import { Construct } from "constructs";
import type { Domain, Stage } from "../config.ts";
import { certificate, hostedZone, pointTo } from "./dns.ts";
import type { Route } from "./route.ts";

export interface ApiProps {
  stage: Stage;
  routes: Route[];
}

/** An HTTP API with one function a route. It allows no other origin: add `corsPreflight` for browsers elsewhere. */
export class Api extends Construct {
  readonly requests: IMetric;
  readonly clientErrors: IMetric;
  readonly serverErrors: IMetric;
  readonly latency: (statistic: string) => IMetric;

  constructor(scope: Construct, id: string, { stage, routes }: ApiProps) {
    super(scope, id);
    const { domain } = stage;
    const api = new HttpApi(this, "Api", {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      // With a domain of its own the API has one address, so that no client grows used to the other.
      disableExecuteApiEndpoint: domain !== undefined,
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    for (const route of routes) addRoute(api, route);
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
    const url = domain
      ? serveAt(this, `${stage.apiSubdomain}.${domain.name}`, domain, httpStage)
      : api.apiEndpoint;
    new CfnOutput(this, "Url", { value: url });

    this.requests = api.metricCount();
    this.clientErrors = api.metricClientError();
    this.serverErrors = api.metricServerError();
    this.latency = (statistic) => api.metricLatency({ statistic });
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

function addRoute(api: HttpApi, { method, path, function: handler }: Route): void {
  const [route] = api.addRoutes({
    path,
    methods: [HttpMethod[method]],
    integration: new HttpLambdaIntegration("Function", handler),
  });
  if (!route) return;
  Validations.of(route).acknowledge({
    id: "AwsSolutions::AwsSolutions-APIG4",
    reason: "This API is public: whoever knows its URL may call it. Give it an authorizer to change that.",
  });
}

/** Serves the API under its own host; gives the URL. */
function serveAt(scope: Construct, host: string, domain: Domain, stage: HttpStage): string {
  const zone = hostedZone(scope, domain);
  const domainName = new DomainName(scope, "Domain", {
    domainName: host,
    certificate: certificate(scope, host, zone),
    securityPolicy: SecurityPolicy.TLS_1_2,
    ipAddressType: IpAddressType.DUAL_STACK,
  });
  new ApiMapping(scope, "Mapping", { api: stage.api, domainName, stage });
  const { regionalDomainName, regionalHostedZoneId } = domainName;
  pointTo(scope, host, zone, {
    alias: new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
    name: regionalDomainName,
  });
  return `https://${host}`;
}
