import { readFileSync } from "node:fs";
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
} from "aws-cdk-lib";
import { rules } from "./rules.ts";

/** Runs the rules over every template of a synth, which fails when one of them finds something. */
export class ProjectRules implements IPolicyValidationPlugin {
  readonly name = "ProjectRules";
  readonly ruleIds = rules.map(({ id }) => id);

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap(({ templatePath, region }) => {
      const template = JSON.parse(readFileSync(templatePath, "utf8"));
      return rules.flatMap(({ id, description, fix, find }) => {
        const found = find(template, region);
        const violatingResources = found.map((resourceLogicalId) => ({
          resourceLogicalId,
          templatePath,
          locations: [],
        }));
        return found.length > 0 ? [{ ruleName: id, description, fix, violatingResources }] : [];
      });
    });
    return { success: violations.length === 0, violations };
  }
}
