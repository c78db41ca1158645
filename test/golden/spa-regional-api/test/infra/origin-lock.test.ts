import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the origin lock", () => {
  let orders: Template;
  let front: Template;
  beforeAll(() => {
    const templates = templatesOf();
    orders = templates.get(`${slug}-orders-${stages[0]?.name}`) as Template;
    front = templates.get(`${slug}-api-${stages[0]?.name}`) as Template;
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

  it("keeps the secret out of the templates", () => {
    const header = JSON.stringify(front.findResources("AWS::CloudFront::Distribution"));
    expect(header).toContain("{{resolve:secretsmanager:");
    expect(JSON.stringify(orders.findResources("AWS::WAFv2::WebACL"))).toContain("{{resolve:secretsmanager:");
    orders.hasResourceProperties("AWS::SecretsManager::Secret", {
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
    });
  });

  it("keeps no answers at the edge", () => {
    front.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({
          // CachingDisabled and AllViewerExceptHostHeader, which AWS manages.
          CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
          OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        }),
      }),
    });
  });
});
