import { readFileSync } from "node:fs";
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
} from "aws-cdk-lib";
import { certificateRegion } from "./certificate-region.ts";
import { continuousDeployment } from "./continuous-deployment.ts";
import { edgeAssociations } from "./edge-associations.ts";
import { edgeFunctions } from "./edge-functions.ts";
import { functionLimits } from "./function-limits.ts";
import { invokePermission } from "./invoke-permission.ts";
import { statefulRetention } from "./stateful-retention.ts";
import { tableRecovery } from "./table-recovery.ts";

export const rules = [
  tableRecovery,
  statefulRetention,
  functionLimits,
  invokePermission,
  certificateRegion,
  edgeFunctions,
  edgeAssociations,
  continuousDeployment,
];

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
