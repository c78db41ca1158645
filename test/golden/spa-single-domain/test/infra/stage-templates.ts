import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { findStage } from "../../infra/config.ts";
import { addStacks } from "../../infra/lib/stack.ts";

const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));

/** The stacks of a stage, with the flags of cdk.json. */
export function stacksOf(stageName?: string): Stack[] {
  const app = new App({ context: { ...context, "aws:cdk:enable-path-metadata": true } });
  addStacks(app, findStage(stageName));
  return app.node.children.filter((child) => Stack.isStack(child));
}

/** The synthesised templates of a stage by stack name. */
export function templatesOf(stageName?: string): Map<string, Template> {
  return new Map(stacksOf(stageName).map((stack) => [stack.stackName, Template.fromStack(stack)]));
}
