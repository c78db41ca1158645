import type { Template } from "aws-cdk-lib/assertions";

export interface FoundRoute {
  /** `GET /orders/{id}` */
  name: string;
  /** `NONE` when anybody may call it. */
  authorization: string;
}

/** Everything in a template that can be called from outside. */
export function routesOf(template: Template): FoundRoute[] {
  return [...httpRoutes(template), ...restRoutes(template), ...functionUrls(template)];
}

function httpRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGatewayV2::Route")).map(({ Properties }) => ({
    name: Properties.RouteKey,
    authorization: Properties.AuthorizationType ?? "NONE",
  }));
}

/** Without the answers to preflights, which browsers ask for before they may send credentials. */
function restRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGateway::Method"))
    .filter(({ Properties }) => Properties.HttpMethod !== "OPTIONS")
    .map(({ Properties, Metadata }) => ({
      name: `${Properties.HttpMethod} ${/\/Default(.*)\/[A-Z]+\/Resource$/.exec(Metadata?.["aws:cdk:path"])?.[1] || "/"}`,
      authorization: Properties.AuthorizationType ?? "NONE",
    }));
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
