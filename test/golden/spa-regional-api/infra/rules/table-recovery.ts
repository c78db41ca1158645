import { type Rule, resources } from "./rule.ts";

export const tableRecovery: Rule = {
  id: "table-recovery",
  description: "A table without point-in-time recovery cannot be brought back to the state before a mistake.",
  fix: "Set pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }.",
  find: (template) =>
    resources(template, "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table")
      .filter(([, { Properties }]) => {
        const copies = Properties?.Replicas ?? [Properties];
        return !copies.every(
          (copy: typeof Properties) => copy?.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled,
        );
      })
      .map(([id]) => id),
};
