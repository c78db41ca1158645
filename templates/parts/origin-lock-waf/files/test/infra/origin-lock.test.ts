import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { unlockedIn } from "./unlocked.ts";

const secret = /\{\{resolve:secretsmanager:/;

describe.each(stages)("the origin lock of stage $name", ({ name }) => {
  const templates = [...templatesOf(name).values()];
  const all = (type: string) => templates.flatMap((template) => Object.values(template.findResources(type)));

  it("refuses by default, and lets through what shows the secret", () => {
    const acls = all("AWS::WAFv2::WebACL").filter(({ Properties }) => Properties.Scope === "REGIONAL");
    expect(acls.length).toBeGreaterThan(0);
    for (const { Properties } of acls) {
      expect(Properties.DefaultAction).toEqual({ Block: {} });
      expect(Properties.Rules.length).toBeGreaterThan(0);
      for (const { Action, Statement } of Properties.Rules) {
        expect(Action).toEqual({ Allow: {} });
        const { SearchString, FieldToMatch, PositionalConstraint } = Statement.ByteMatchStatement;
        expect(FieldToMatch).toEqual({ SingleHeader: { Name: "x-origin-secret" } });
        expect(PositionalConstraint).toBe("EXACTLY");
        expect(JSON.stringify(SearchString)).toMatch(secret);
      }
    }
  });

  it("stands before every stage of every API", () => {
    expect(all("AWS::ApiGateway::Stage").length).toBeGreaterThan(0);
    expect(templates.flatMap(unlockedIn)).toEqual([]);
    for (const template of templates) {
      const acls = Object.keys(template.findResources("AWS::WAFv2::WebACL"));
      for (const { Properties } of Object.values(template.findResources("AWS::WAFv2::WebACLAssociation"))) {
        expect(acls).toContain(Properties.WebACLArn["Fn::GetAtt"]?.[0]);
      }
    }
  });

  it("keeps the secret out of the templates", () => {
    expect(JSON.stringify(all("AWS::CloudFront::Distribution"))).toMatch(secret);
    const secrets = all("AWS::SecretsManager::Secret").map(
      ({ Properties }) => Properties.GenerateSecretString,
    );
    expect(secrets).toContainEqual(expect.objectContaining({ PasswordLength: 48, ExcludePunctuation: true }));
  });
});

describe("what is not locked is found", () => {
  const RestApiId = { Ref: "Api" };
  const arn = (stage: unknown) => ({
    "Fn::Join": ["", ["arn:aws:apigateway::/restapis/", RestApiId, ...[stage].flat()]],
  });
  const association = (stage: unknown) => ({
    Type: "AWS::WAFv2::WebACLAssociation",
    Properties: { ResourceArn: arn(stage), WebACLArn: "acl" },
  });
  const ofStage = association(["/stages/", { Ref: "Stage" }]);
  const ofName = association("/stages/dev");
  const Stage = { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId, StageName: "dev" } };
  const Deployment = { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId, StageName: "dev" } };
  const Second = { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId, StageName: "two" } };
  const Http = { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP" } };
  const Url = { Type: "AWS::Lambda::Url", Properties: { AuthType: "AWS_IAM" } };

  it.each([
    ["a stage", { Stage }, ["Stage"]],
    ["a second stage of a locked API", { Stage, Second, ofStage }, ["Second"]],
    ["a stage, where an association is of another", { Second, ofName }, ["Second"]],
    ["the stage of a deployment", { Deployment }, ["Deployment"]],
    ["an HTTP API", { Stage, ofStage, Http }, ["Http"]],
    ["the URL of a function", { Stage, ofStage, Url }, ["Url"]],
    ["but no stage with an association", { Stage, ofStage }, []],
    ["nor one that is named by its name", { Stage, ofName }, []],
    ["nor that of a deployment", { Deployment, ofName }, []],
  ])("%s", (_what, Resources, unlocked) => {
    expect(unlockedIn(Template.fromJSON({ Resources: { ...Resources } }))).toEqual(unlocked);
  });
});
