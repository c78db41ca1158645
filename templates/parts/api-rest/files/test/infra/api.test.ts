import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { pathInApi } from "../api.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the API", () => {
  let templates: Map<string, Template>;
  let template: Template;
  beforeAll(() => {
    templates = templatesOf();
    template = templates.get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("has these methods and no other", () => {
    const routes = servedMethods(template).map(({ Metadata }) => routeOf(Metadata["aws:cdk:path"]));
    expect(routes.sort()).toEqual([
      `DELETE ${pathInApi("/orders/{id}")}`,
      `GET ${pathInApi("/orders")}`,
      `GET ${pathInApi("/orders/{id}")}`,
      `POST ${pathInApi("/orders")}`,
      `PUT ${pathInApi("/orders/{id}")}`,
    ]);
  });

  it("refuses bad bodies by the schemas of the functions", () => {
    const served = servedMethods(template);
    expect(served.filter(({ Properties }) => !Properties.RequestValidatorId)).toEqual([]);
    template.hasResourceProperties("AWS::ApiGateway::Method", {
      HttpMethod: "POST",
      RequestModels: { "application/json": Match.anyValue() },
      RequestParameters: { "method.request.header.Idempotency-Key": true },
    });
    template.hasResourceProperties("AWS::ApiGateway::Model", {
      Schema: Match.objectLike({
        $schema: "http://json-schema.org/draft-04/schema#",
        required: ["customerId", "items"],
        additionalProperties: false,
      }),
    });
  });

  it("is throttled and writes an access log", () => {
    template.hasResourceProperties("AWS::ApiGateway::Stage", {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ HttpMethod: "*", ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }),
      ]),
      AccessLogSetting: { Format: Match.stringLikeRegexp("integrationError") },
      TracingEnabled: true,
    });
  });

  it("keeps the account's logging role out of its own stack", () => {
    template.resourceCountIs("AWS::ApiGateway::Account", 0);
    templates
      .get(`${slug}-api-logging`)
      ?.hasResource("AWS::ApiGateway::Account", { DeletionPolicy: "Retain" });
  });
});

/** Without the preflights of pages of another origin, which API Gateway itself answers. */
function servedMethods(template: Template) {
  return Object.values(template.findResources("AWS::ApiGateway::Method")).filter(
    ({ Properties }) => !(Properties.HttpMethod === "OPTIONS" && Properties.Integration?.Type === "MOCK"),
  );
}

/** `POST /orders` of a construct path such as `shop-orders-dev/Api/RestApi/Default/orders/POST/Resource`. */
function routeOf(constructPath: string): string {
  const [, resource, method] = /\/Default(.*)\/([A-Z]+)\/Resource$/.exec(constructPath) ?? [];
  return `${method} ${resource || "/"}`;
}
