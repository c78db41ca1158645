import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { findStage } from "../../infra/config.ts";
import { addStacks } from "../../infra/lib/stack.ts";

const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));

/** The templates of a stage by stack name, synthesised with the flags of cdk.json. */
export function templatesOf(stageName?: string): Map<string, Template> {
  const app = new App({ context: { ...context, "aws:cdk:enable-path-metadata": true } });
  addStacks(app, findStage(stageName));
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
}
