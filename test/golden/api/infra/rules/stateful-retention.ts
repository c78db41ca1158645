import { type Rule, resources } from "./rule.ts";

/** Types whose loss is a loss of data. */
export const statefulTypes = ["AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"];

export const statefulRetention: Rule = {
  id: "stateful-retention",
  description: "A table would be deleted, with its data, when it leaves the stack or is replaced.",
  fix: "Set removalPolicy: RemovalPolicy.RETAIN.",
  find: (template) =>
    resources(template, ...statefulTypes)
      .filter(([, { DeletionPolicy, UpdateReplacePolicy }]) =>
        [DeletionPolicy, UpdateReplacePolicy].some((policy) => policy !== "Retain"),
      )
      .map(([id]) => id),
};
