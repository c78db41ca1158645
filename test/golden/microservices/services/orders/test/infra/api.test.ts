import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { pathInApi } from "../api.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the API", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("has these routes and no other", () => {
    const routes = Object.values(template.findResources("AWS::ApiGatewayV2::Route"));
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
      `DELETE ${pathInApi("/orders/{id}")}`,
      `GET ${pathInApi("/orders")}`,
      `GET ${pathInApi("/orders/{id}")}`,
      `POST ${pathInApi("/orders")}`,
      `PUT ${pathInApi("/orders/{id}")}`,
    ]);
  });

  it("is throttled and writes an access log", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      AccessLogSettings: { Format: Match.stringLikeRegexp("integrationError") },
    });
  });

  it("lets no page of just any origin call it", () => {
    const [api] = Object.values(template.findResources("AWS::ApiGatewayV2::Api"));
    expect(api?.Properties.CorsConfiguration?.AllowOrigins ?? []).not.toContain("*");
  });
});
