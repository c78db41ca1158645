import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { throttle } from "../../services/orders/throttle.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the route that stores", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("calls a service, and answers with 202 and the place of the order", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Integration", {
      IntegrationSubtype: Match.anyValue(),
      ResponseParameters: {
        "200": {
          ResponseParameters: [
            { Destination: "overwrite:statuscode", Source: "202" },
            { Destination: "append:header.location", Source: Match.stringLikeRegexp("^orders/") },
          ],
        },
      },
    });
  });

  it("takes bursts that the other routes do not, once it is there", () => {
    const [id] = Object.keys(
      template.findResources("AWS::ApiGatewayV2::Route", { Properties: { RouteKey: "POST /orders" } }),
    );
    template.hasResource("AWS::ApiGatewayV2::Stage", {
      DependsOn: Match.arrayWith([id]),
      Properties: {
        DefaultRouteSettings: { ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 },
        RouteSettings: {
          "POST /orders": {
            ThrottlingRateLimit: throttle.rateLimit,
            ThrottlingBurstLimit: throttle.burstLimit,
          },
        },
      },
    });
  });
});
