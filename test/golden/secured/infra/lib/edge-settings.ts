import { CfnOutput } from "aws-cdk-lib";
import { KeyValueStore } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { siteParts } from "./site-parts.ts";

/**
 * The key value store with the settings that change without a deploy. Undefined when no feature has one. It begins empty:
 * CloudFormation imports values into a new store alone, and refuses every later change of what it imports.
 */
export function edgeSettings(scope: Construct): KeyValueStore | undefined {
  if (siteParts.every(({ setting }) => setting === undefined)) return undefined;
  const store = new KeyValueStore(scope, "EdgeSettings", {
    comment: "Settings of the edge that change without a deploy",
  });
  new CfnOutput(scope, "EdgeSettingsArn", { value: store.keyValueStoreArn });
  return store;
}
