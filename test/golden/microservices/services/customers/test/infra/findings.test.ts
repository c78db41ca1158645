import { rules } from "@shared/constructs/rules/rules.ts";
import { Template } from "aws-cdk-lib/assertions";
import { expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { stacksOf } from "./stage-templates.ts";

it.each(stages)("the rules of this project find nothing in stage $name", ({ name }) => {
  const findings = stacksOf(name).flatMap((stack) => {
    const template = Template.fromStack(stack).toJSON();
    return rules.flatMap(({ id, find }) =>
      find(template, stack.region).map((found) => [stack.stackName, id, found]),
    );
  });
  expect(findings).toEqual([]);
});
