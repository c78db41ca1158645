import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { publicRoutes } from "../../infra/public-routes.ts";
import { openOf, routesOf } from "./found-routes.ts";
import { templatesOf } from "./stage-templates.ts";

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
