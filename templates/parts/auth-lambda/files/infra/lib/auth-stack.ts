import { type App, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type Stage, slug } from "../config.ts";
import { stackProps } from "./stack-props.ts";

/** The stack of what callers of a stage are known by; made when it is first asked for. */
export function authStack(scope: Construct, stage: Stage): Stack {
  const app = scope.node.root as App;
  const id = `${slug}-auth-${stage.name}`;
  const existing = app.node.tryFindChild(id) as Stack | undefined;
  return existing ?? new Stack(app, id, stackProps(stage, "Keys of callers"));
}
