import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { statefulTypes } from "../../infra/rules/stateful-retention.ts";
import { templatesOf } from "./stage-templates.ts";

interface Contract {
  /** With `<slug>` and `<stage>` in the place of their values. */
  stack: string;
  logicalId: string;
  type: string;
}

const contract: Contract[] = JSON.parse(readFileSync("stateful.contract.json", "utf8"));

describe.each(stages.map(({ name }) => name))("resources with data of stage %s", (stage) => {
  const found = [...templatesOf(stage)].flatMap(([stack, template]) =>
    Object.entries(template.toJSON().Resources as Record<string, { Type: string }>)
      .filter(([, { Type }]) => statefulTypes.includes(Type))
      .map(([logicalId, { Type }]) => `${stack} ${logicalId} ${Type}`),
  );

  it("are those of stateful.contract.json: another stack or logical id would be another, empty one", () => {
    const expected = contract.map(
      ({ stack, logicalId, type }) =>
        `${stack.replace("<slug>", slug).replace("<stage>", stage)} ${logicalId} ${type}`,
    );
    expect(found.sort()).toEqual(expected.sort());
  });
});
