import { expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

it.each(stages)("an expired token opens nothing after a minute in stage $name", ({ name }) => {
  const authorizers = [...templatesOf(name).values()].flatMap((template) =>
    ["AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer"].flatMap((type) =>
      Object.values(template.findResources(type)),
    ),
  );
  expect(authorizers.length).toBeGreaterThan(0);
  for (const { Properties } of authorizers) {
    expect(Properties.AuthorizerResultTtlInSeconds).toBeLessThanOrEqual(60);
  }
});
