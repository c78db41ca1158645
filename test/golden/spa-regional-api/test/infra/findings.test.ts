import { expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { rules } from "../../infra/rules/project-rules.ts";
import { templatesOf } from "./stage-templates.ts";

it.each(stages)("the rules of this project find nothing in stage $name", ({ name, region }) => {
  const findings = [...templatesOf(name)].flatMap(([stack, template]) =>
    rules.flatMap(({ id, find }) => find(template.toJSON(), region).map((found) => [stack, id, found])),
  );
  expect(findings).toEqual([]);
});
