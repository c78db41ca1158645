import { CfnOutput } from "aws-cdk-lib";
import { ImportSource, KeyValueStore } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { siteParts } from "./site-parts.ts";

/**
 * The key value store with the settings that change without a deploy. Undefined when no feature has one. What is imported
 * here counts only when the store is new: later deploys leave its values alone.
 */
export function edgeSettings(scope: Construct): KeyValueStore | undefined {
  const settings = siteParts.flatMap(({ setting }) => setting ?? []);
  if (settings.length === 0) return undefined;
  const data = settings.flatMap(({ key, initial }) => (initial ? [{ key, value: initial() }] : []));
  const store = new KeyValueStore(scope, "EdgeSettings", {
    comment: "Settings of the edge that change without a deploy",
    source: data.length > 0 ? ImportSource.fromInline(JSON.stringify({ data })) : undefined,
  });
  new CfnOutput(scope, "EdgeSettingsArn", { value: store.keyValueStoreArn });
  return store;
}
