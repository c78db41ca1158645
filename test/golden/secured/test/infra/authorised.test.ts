import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { publicRoutes } from "../../infra/public-routes.ts";
import { templatesOf } from "./stage-templates.ts";

interface FoundRoute {
  /** `GET /orders/{id}` */
  name: string;
  /** `NONE` when anybody may call it. */
  authorization: string;
}

/** Everything in a template that can be called from outside. */
function routesOf(template: Template): FoundRoute[] {
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
      name: `${Properties.HttpMethod} ${/\/Default(.*)\/[A-Z]+\/Resource$/.exec(Metadata?.["aws:cdk:path"])?.[1]}`,
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

const openOf = (routes: FoundRoute[]) =>
  routes.filter(({ authorization }) => authorization === "NONE").map(({ name }) => name);

describe.each(stages.map(({ name }) => name))("the routes of stage %s", (stage) => {
  const routes = [...templatesOf(stage).values()].flatMap(routesOf);

  it("are there to be looked at", () => {
    expect(routes.length).toBeGreaterThan(0);
  });

  it("ask for credentials, except for those of infra/public-routes.ts", () => {
    expect(openOf(routes).sort()).toEqual([...publicRoutes].sort());
  });
});

describe("a way in that asks for nothing is found", () => {
  const Metadata = { "aws:cdk:path": "orders/Api/Api/Default/orders/GET/Resource" };
  it.each([
    ["GET /orders", "AWS::ApiGatewayV2::Route", { RouteKey: "GET /orders" }],
    ["GET /orders", "AWS::ApiGatewayV2::Route", { RouteKey: "GET /orders", AuthorizationType: "NONE" }],
    ["GET /orders", "AWS::ApiGateway::Method", { HttpMethod: "GET", AuthorizationType: "NONE" }],
    ["URL Planted", "AWS::Lambda::Url", { AuthType: "NONE" }],
  ])("%s of %s", (name, Type, Properties) => {
    const template = Template.fromJSON({ Resources: { Planted: { Type, Properties, Metadata } } });
    expect(openOf(routesOf(template))).toEqual([name]);
  });

  it("and one that asks for credentials is not", () => {
    const Properties = { RouteKey: "GET /orders", AuthorizationType: "JWT" };
    const template = Template.fromJSON({
      Resources: { Route: { Type: "AWS::ApiGatewayV2::Route", Properties } },
    });
    expect(openOf(routesOf(template))).toEqual([]);
  });
});
