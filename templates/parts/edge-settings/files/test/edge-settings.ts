import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Leads the commands that this process runs to the local cloud, and gives the ARN of the key value store. */
export function settingsOf(local: LocalCloud): string {
  Object.assign(process.env, local.env);
  const outputs = Object.values(local.outputs).flatMap((stack) => Object.entries(stack));
  const [, arn = ""] = outputs.find(([name]) => name.includes("EdgeSettingsArn")) ?? [];
  return arn;
}
