import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

describe.each(stages.map(({ name }) => name))("the login page of stage %s", (stage) => {
  it("has a style for every client whose people sign in there", () => {
    const all = (type: string) =>
      [...templatesOf(stage).values()].flatMap((template) => Object.entries(template.findResources(type)));
    const signingIn = all("AWS::Cognito::UserPoolClient")
      .filter(([, { Properties }]) => (Properties.AllowedOAuthFlows ?? []).includes("code"))
      .map(([id]) => id);
    const styled = all("AWS::Cognito::ManagedLoginBranding").map(([, { Properties }]) => Properties.ClientId);
    expect(signingIn.length).toBeGreaterThan(0);
    expect(styled).toEqual(signingIn.map((Ref) => ({ Ref })));
  });
});
