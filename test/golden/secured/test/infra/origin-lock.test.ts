import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the origin lock", () => {
  let orders: Template;
  let distributions: object[];
  beforeAll(() => {
    const templates = templatesOf();
    orders = templates.get(`${slug}-orders-${stages[0]?.name}`) as Template;
    distributions = [...templates.values()].map((each) =>
      each.findResources("AWS::CloudFront::Distribution"),
    );
  });

  it("refuses by default, before the stage of the API", () => {
    orders.hasResourceProperties("AWS::WAFv2::WebACL", {
      Scope: "REGIONAL",
      DefaultAction: { Block: {} },
      Rules: [
        Match.objectLike({
          Action: { Allow: {} },
          Statement: {
            ByteMatchStatement: Match.objectLike({
              FieldToMatch: { SingleHeader: { Name: "x-origin-secret" } },
              PositionalConstraint: "EXACTLY",
            }),
          },
        }),
      ],
    });
    orders.hasResourceProperties("AWS::WAFv2::WebACLAssociation", {
      ResourceArn: Match.objectLike({ "Fn::Join": Match.anyValue() }),
    });
  });

  it("stands before the API of every service", () => {
    for (const template of templatesOf().values()) {
      const count = (type: string) => Object.keys(template.findResources(type)).length;
      expect(count("AWS::WAFv2::WebACLAssociation")).toBe(count("AWS::ApiGateway::RestApi"));
    }
  });

  it("keeps the secret out of the templates", () => {
    expect(JSON.stringify(distributions)).toContain("{{resolve:secretsmanager:");
    expect(JSON.stringify(orders.findResources("AWS::WAFv2::WebACL"))).toContain("{{resolve:secretsmanager:");
    orders.hasResourceProperties("AWS::SecretsManager::Secret", {
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
    });
  });
});
