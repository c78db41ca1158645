import { expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { services } from "../../infra/services.ts";
import { templatesOf } from "./stage-templates.ts";

it("people may be given the scopes of each service, and no others", () => {
  const template = templatesOf().get(`${slug}-auth-${stages[0]?.name}`);
  const [client] = Object.values(template?.findResources("AWS::Cognito::UserPoolClient") ?? {});
  const granted: string[] = client?.Properties.AllowedOAuthScopes ?? [];
  expect(granted.filter((scope) => scope.includes("/")).sort()).toEqual(
    services.flatMap((service) => [`${service}/read`, `${service}/write`]).sort(),
  );
});
