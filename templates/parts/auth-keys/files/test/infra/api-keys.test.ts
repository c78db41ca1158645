import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

const [stage] = stages;

describe("the keys of callers", () => {
  let templates: Map<string, Template>;
  beforeAll(() => {
    templates = templatesOf();
  });

  it("are in a table of their own, which stays", () => {
    templates.get(`${slug}-auth-${stage?.name}`)?.hasResource("AWS::DynamoDB::GlobalTable", {
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

  it("are looked up for callers who bring one, and an answer is kept for five minutes at most", () => {
    const api = templates.get(`${slug}-orders-${stage?.name}`);
    const authorizers = [
      ...Object.values(api?.findResources("AWS::ApiGatewayV2::Authorizer") ?? {}),
      ...Object.values(api?.findResources("AWS::ApiGateway::Authorizer") ?? {}),
    ];
    expect(authorizers).toHaveLength(1);
    const [kept] = authorizers.map(({ Properties }) => Properties.AuthorizerResultTtlInSeconds);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(300);
  });

  it("are read by the authorizer, which holds no secret", () => {
    const api = templates.get(`${slug}-orders-${stage?.name}`);
    const functions = Object.values(api?.findResources("AWS::Lambda::Function") ?? {});
    const authorizer = functions.find(({ Metadata }) => /Authorizer/.test(Metadata["aws:cdk:path"]));
    const names = Object.keys(authorizer?.Properties.Environment.Variables ?? {});
    const known = ["TABLE_NAME", "USER_POOL_ID", "CLIENT_ID", "AWS_NODEJS_CONNECTION_REUSE_ENABLED"];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    expect(names).toContain("TABLE_NAME");
  });
});
