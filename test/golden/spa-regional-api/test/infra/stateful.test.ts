import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { fixedProperties } from "../../infra/rules/fixed-properties.ts";
import { statefulTypes } from "../../infra/rules/stateful-retention.ts";
import { templatesOf } from "./stage-templates.ts";

interface Contract {
  /** With `<slug>` and `<stage>` in the place of their values. */
  stack: string;
  logicalId: string;
  type: string;
  /** What of its properties no deploy can change; one that leaves it out is not held to any. */
  fixed?: Record<string, unknown>;
  deletionPolicy?: string;
  updateReplacePolicy?: string;
}

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

const contract: Contract[] = JSON.parse(readFileSync("stateful.contract.json", "utf8"));

describe.each(stages.map(({ name }) => name))("resources with data of stage %s", (stage) => {
  const resources = [...templatesOf(stage)].flatMap(([stack, template]) =>
    Object.entries(template.toJSON().Resources as Record<string, Resource>)
      .filter(([, { Type }]) => statefulTypes.includes(Type))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
  const expected = contract.map((entry) => ({
    ...entry,
    stack: entry.stack.replace("<slug>", slug).replace("<stage>", stage),
  }));

  it("are those of stateful.contract.json: another stack or logical id would be another, empty one", () => {
    const found = resources.map(({ stack, logicalId, resource }) => `${stack} ${logicalId} ${resource.Type}`);
    const wanted = expected.map(({ stack, logicalId, type }) => `${stack} ${logicalId} ${type}`);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it.each(expected)("$stack keeps the key, the name and the retention of $logicalId", (entry) => {
    const found = resources.find((each) => each.stack === entry.stack && each.logicalId === entry.logicalId);
    const fixed = fixedProperties(found?.resource.Properties);
    expect(fixed).toEqual(entry.fixed ?? fixed);
    expect([found?.resource.DeletionPolicy, found?.resource.UpdateReplacePolicy]).toEqual([
      entry.deletionPolicy ?? "Retain",
      entry.updateReplacePolicy ?? "Retain",
    ]);
  });
});
