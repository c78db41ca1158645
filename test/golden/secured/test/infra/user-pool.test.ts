import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

const [stage] = stages;

describe("sign-in", () => {
  let templates: Map<string, Template>;
  let template: Template;
  beforeAll(() => {
    templates = templatesOf();
    template = templates.get(`${slug}-auth-${stage?.name}`) as Template;
  });

  it("keeps the people's accounts safe", () => {
    template.hasResource("AWS::Cognito::UserPool", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: Match.objectLike({
        UserPoolTier: "ESSENTIALS",
        DeletionProtection: stage?.deletionProtection ? "ACTIVE" : "INACTIVE",
        EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) },
      }),
    });
  });

  it("knows one public client, which uses the code flow alone", () => {
    template.resourceCountIs("AWS::Cognito::UserPoolClient", 1);
    template.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      GenerateSecret: Match.absent(),
      AllowedOAuthFlows: ["code"],
      PreventUserExistenceErrors: "ENABLED",
      AccessTokenValidity: 15,
      WriteAttributes: ["locale"],
      RefreshTokenRotation: Match.objectLike({ Feature: "ENABLED" }),
    });
  });

  it("lets nobody change the address that passwords are reset by, with the token of any client", () => {
    const clients = [...templates.values()].flatMap((each) =>
      Object.values(each.findResources("AWS::Cognito::UserPoolClient")),
    );
    expect(clients.length).toBeGreaterThan(0);
    for (const { Properties } of clients) {
      expect(Properties).toMatchObject({
        ReadAttributes: ["email", "email_verified"],
        WriteAttributes: ["locale"],
      });
    }
  });
});
