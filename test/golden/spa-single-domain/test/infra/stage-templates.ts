import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { findStage } from "../../infra/config.ts";
import { addStacks } from "../../infra/lib/stack.ts";

const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));

/** The stacks of a stage, with the flags of cdk.json. */
export function stacksOf(stageName?: string): Stack[] {
  const app = newApp();
  addStacks(app, findStage(stageName));
  return stacksIn(app);
}

/** The synthesised templates of a stage by stack name. */
export function templatesOf(stageName?: string): Map<string, Template> {
  return templatesIn(stacksOf(stageName));
}

export const newApp = () => new App({ context: { ...context, "aws:cdk:enable-path-metadata": true } });

/** All stacks of an app, however deep: those of a `Stage` and nested ones too. */
export function stacksIn(app: App): Stack[] {
  return app.node.findAll().filter((each) => Stack.isStack(each));
}

/** By stack name; the name of a nested stack is known only as it is deployed, so its path stands for it. */
export function templatesIn(stacks: Stack[]): Map<string, Template> {
  return new Map(
    stacks.map((stack) => [
      stack.nestedStackParent ? stack.node.path : stack.stackName,
      Template.fromStack(stack),
    ]),
  );
}
