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

  it("stores checked JSON, and nothing else", () => {
    template.hasResourceProperties("AWS::ApiGateway::Method", {
      HttpMethod: "POST",
      RequestModels: { "application/json": Match.anyValue() },
      Integration: {
        Type: "AWS",
        PassthroughBehavior: "NEVER",
        RequestTemplates: { "application/json": Match.anyValue() },
        IntegrationResponses: [
          Match.objectLike({ StatusCode: "202", SelectionPattern: "2\\d{2}" }),
          Match.objectLike({ StatusCode: "400", SelectionPattern: "4\\d{2}" }),
          Match.objectLike({ StatusCode: "503", SelectionPattern: Match.absent() }),
        ],
      },
    });
  });

  it("takes bursts that the other routes do not", () => {
    template.hasResourceProperties("AWS::ApiGateway::Stage", {
      MethodSettings: [
        Match.objectLike({ HttpMethod: "*", ResourcePath: "/*", ThrottlingBurstLimit: 200 }),
        {
          HttpMethod: "POST",
          ResourcePath: "/~1orders",
          ThrottlingRateLimit: throttle.rateLimit,
          ThrottlingBurstLimit: throttle.burstLimit,
        },
      ],
    });
  });
});
