import { type Rule, resources } from "./rule.ts";

/** Types whose loss is a loss of data. */
export const statefulTypes = [
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::Cognito::UserPool",
  "AWS::Kinesis::Stream",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
];

export const statefulRetention: Rule = {
  id: "stateful-retention",
  description: "Its data would be deleted when the resource leaves the stack or is replaced.",
  fix: "Set removalPolicy: RemovalPolicy.RETAIN.",
  find: (template) =>
    resources(template, ...statefulTypes)
      .filter(([, { DeletionPolicy, UpdateReplacePolicy }]) =>
        [DeletionPolicy, UpdateReplacePolicy].some((policy) => policy !== "Retain"),
      )
      .map(([id]) => id),
};
