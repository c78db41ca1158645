import { CfnResource, NestedStack, Stack, Stage } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { openOf, routesOf } from "./found-routes.ts";
import { newApp, stacksIn, templatesIn } from "./stage-templates.ts";

const httpRoute = "AWS::ApiGatewayV2::Route";
const restMethod = "AWS::ApiGateway::Method";

/** What is open of a template with one resource. */
function openWith(Type: string, Properties: object): string[] {
  const Metadata = { "aws:cdk:path": "orders/Api/Api/Default/orders/GET/Resource" };
  const template = Template.fromJSON({ Resources: { Planted: { Type, Properties, Metadata } } });
  return openOf(routesOf(template));
}

describe("a way in that asks for nothing is found", () => {
  it.each([
    ["GET /orders", httpRoute, { RouteKey: "GET /orders" }],
    ["GET /orders", httpRoute, { RouteKey: "GET /orders", AuthorizationType: "NONE" }],
    ["GET /orders", restMethod, { HttpMethod: "GET", AuthorizationType: "NONE" }],
    ["OPTIONS /orders", restMethod, { HttpMethod: "OPTIONS", Integration: { Type: "AWS_PROXY" } }],
    ["OPTIONS /orders", restMethod, { HttpMethod: "OPTIONS" }],
    ["API Planted", "AWS::ApiGateway::RestApi", { Body: { paths: {} } }],
    ["API Planted", "AWS::ApiGateway::RestApi", { BodyS3Location: { Bucket: "apis", Key: "orders" } }],
    ["API Planted", "AWS::ApiGatewayV2::Api", { Body: { paths: {} } }],
    ["API Planted", "AWS::ApiGatewayV2::Api", { BodyS3Location: { Bucket: "apis", Key: "orders" } }],
    ["API Planted", "AWS::ApiGatewayV2::Api", { ProtocolType: "HTTP", Target: "https://example.com" }],
    ["URL Planted", "AWS::Lambda::Url", { AuthType: "NONE" }],
  ])("%s of %s with %j", (name, type, properties) => {
    expect(openWith(type, properties)).toEqual([name]);
  });

  it.each([
    ["a stage of the CDK", (app: Stage) => new Stack(new Stage(app, "Inner"), "Stack")],
    ["a nested stack", (app: Stage) => new NestedStack(new Stack(app, "Outer"), "Stack")],
  ])("also in %s", (_where, stackIn) => {
    const app = newApp();
    new CfnResource(stackIn(app), "Planted", { type: "AWS::Lambda::Url", properties: { AuthType: "NONE" } });
    const templates = [...templatesIn(stacksIn(app)).values()];
    expect(openOf(templates.flatMap(routesOf))).toEqual(["URL Planted"]);
  });
});

it.each([
  ["a route with an authorizer", httpRoute, { RouteKey: "GET /orders", AuthorizationType: "JWT" }],
  [
    "a preflight",
    restMethod,
    { HttpMethod: "OPTIONS", AuthorizationType: "NONE", Integration: { Type: "MOCK" } },
  ],
  ["an API whose routes are resources", "AWS::ApiGateway::RestApi", { Name: "orders" }],
])("%s is no such way", (_what, type, properties) => {
  expect(openWith(type, properties)).toEqual([]);
});
