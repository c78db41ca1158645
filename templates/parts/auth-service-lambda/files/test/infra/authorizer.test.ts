import { authorizerHome } from "@shared/constructs/auth-home.ts";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { services } from "../../infra/services.ts";
import { templatesOf } from "./stage-templates.ts";

const [stage] = stages;

describe("the keys of callers", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-auth-${stage?.name}`) as Template;
  });

  it("are in a table of their own, which stays", () => {
    template.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: Match.objectLike({
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: stage?.deletionProtection,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      }),
    });
  });

  it("are read by the authorizer, which holds no secret and has the name that services know it by", () => {
    const [authorizer, ...others] = Object.values(template.findResources("AWS::Lambda::Function"));
    expect(others).toEqual([]);
    expect(Object.keys(authorizer?.Properties.Environment.Variables)).toEqual(["TABLE_NAME"]);
    const arn = stage && authorizerHome(stage, "111122223333").arn;
    expect(arn?.endsWith(`:function:${authorizer?.Properties.FunctionName}`)).toBe(true);
  });

  it("are looked up for the APIs of the services' accounts, and for nobody else", () => {
    const permissions = Object.values(template.findResources("AWS::Lambda::Permission"));
    expect(permissions.length).toBe(services.length);
    for (const { Properties } of permissions) {
      expect(Properties.Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(Properties.SourceArn)).toContain(":*/authorizers/*");
      expect(JSON.stringify(Properties.SourceArn)).toMatch(/:\d{12}:|"AWS::AccountId"/);
    }
  });
});
