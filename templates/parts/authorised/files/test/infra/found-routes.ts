import type { Template } from "aws-cdk-lib/assertions";

export interface FoundRoute {
  /** `GET /orders/{id}` */
  name: string;
  /** `NONE` when anybody may call it. */
  authorization: string;
}

/** Everything in a template that can be called from outside. */
export function routesOf(template: Template): FoundRoute[] {
  return [
    ...httpRoutes(template),
    ...restRoutes(template),
    ...apisInOnePiece(template),
    ...functionUrls(template),
  ];
}

function httpRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGatewayV2::Route")).map(({ Properties }) => ({
    name: Properties.RouteKey,
    authorization: Properties.AuthorizationType ?? "NONE",
  }));
}

/**
 * Whether a method answers preflights, which browsers ask for before they may send credentials: API Gateway does so by itself. One
 * with anything behind it can be called like any other.
 */
export const isPreflight = ({
  HttpMethod,
  Integration,
}: {
  HttpMethod?: string;
  Integration?: { Type?: string };
}) => HttpMethod === "OPTIONS" && Integration?.Type === "MOCK";

function restRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGateway::Method"))
    .filter(({ Properties }) => !isPreflight(Properties))
    .map(({ Properties, Metadata }) => ({
      name: `${Properties.HttpMethod} ${/\/Default(.*)\/[A-Z]+\/Resource$/.exec(Metadata?.["aws:cdk:path"])?.[1] || "/"}`,
      authorization: Properties.AuthorizationType ?? "NONE",
    }));
}

/** What makes routes of an API that are no resources of the template, so that nobody can tell what they ask for. */
const whole = {
  "AWS::ApiGateway::RestApi": ["Body", "BodyS3Location"],
  "AWS::ApiGatewayV2::Api": ["Body", "BodyS3Location", "Target"],
};

/** APIs from an OpenAPI document, or with a target for all that comes. */
function apisInOnePiece(template: Template): FoundRoute[] {
  return Object.entries(whole).flatMap(([type, properties]) =>
    Object.entries(template.findResources(type))
      .filter(([, { Properties }]) => properties.some((name) => Properties?.[name] !== undefined))
      .map(([id]) => ({ name: `API ${id}`, authorization: "NONE" })),
  );
}

/** Functions with a URL of their own: no API stands before them. */
function functionUrls(template: Template): FoundRoute[] {
  return Object.entries(template.findResources("AWS::Lambda::Url")).map(([id, { Properties }]) => ({
    name: `URL ${id}`,
    authorization: Properties.AuthType ?? "NONE",
  }));
}

/** Those that ask for nothing. */
export const openOf = (routes: FoundRoute[]) =>
  routes.filter(({ authorization }) => authorization === "NONE").map(({ name }) => name);
