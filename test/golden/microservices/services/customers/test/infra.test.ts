import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../infra/config.ts";
import { name, tableId } from "../name.ts";
import { tableGrants } from "./infra/grants.ts";
import { templatesOf } from "./infra/stage-templates.ts";

describe(`the service ${name}`, () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-${name}-${stages[0]?.name}`) as Template;
  });

  it("keeps its data safe", () => {
    template.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
    expect(Object.keys(template.findResources("AWS::DynamoDB::GlobalTable"))).toEqual([tableId]);
  });

  it("gives each function the actions that it uses, on its own table or its index", () => {
    const table = { "Fn::GetAtt": [tableId, "Arn"] };
    const index = { "Fn::Join": ["", [table, "/index/byCreation"]] };
    expect(tableGrants(template)).toEqual({
      Create: { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resource: table },
      Delete: { actions: ["dynamodb:DeleteItem"], resource: table },
      Get: { actions: ["dynamodb:GetItem"], resource: table },
      List: { actions: ["dynamodb:Query"], resource: index },
      Update: { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resource: table },
    });
  });
});
