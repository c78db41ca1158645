import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { tableGrants } from "./grants.ts";
import { templatesOf } from "./stage-templates.ts";

const [stage] = stages;

describe("the orders service", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stage?.name}`) as Template;
  });

  it("keeps its data safe", () => {
    template.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        TableName: Match.absent(),
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: stage?.deletionProtection,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
  });

  it("gives each function the actions that it uses, on the table or its index", () => {
    const table = { "Fn::GetAtt": ["OrdersTable", "Arn"] };
    const index = { "Fn::Join": ["", [table, "/index/byCreation"]] };
    expect(tableGrants(template)).toEqual({
      Delete: { actions: ["dynamodb:DeleteItem"], resource: table },
      Get: { actions: ["dynamodb:GetItem"], resource: table },
      List: { actions: ["dynamodb:Query"], resource: index },
      Process: { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resource: table },
      Update: { actions: ["dynamodb:UpdateItem"], resource: table },
    });
  });

  it("runs its functions as we agreed", () => {
    template.allResourcesProperties("AWS::Lambda::Function", {
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: 512,
      TracingConfig: { Mode: "Active" },
      LoggingConfig: Match.objectLike({ LogFormat: "JSON" }),
    });
    // The worker may have more: what it gets at once takes longer.
    for (const [id, { Properties }] of Object.entries(template.findResources("AWS::Lambda::Function"))) {
      if (!id.includes("Process")) expect(Properties.Timeout, id).toBe(10);
    }
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
  });
});
