import { type App, Stack } from "aws-cdk-lib";
import { type Stage, slug } from "../config.ts";
import { stackProps } from "./stack-props.ts";

/** The stack in us-east-1, where CloudFront looks for certificates and functions; made when it is first asked for. */
export function edgeStack(app: App, stage: Stage): Stack {
  const id = `${slug}-edge-${stage.name}`;
  const known = app.node.tryFindChild(id) as Stack | undefined;
  return (
    known ??
    new Stack(app, id, {
      ...stackProps(stage, "What the edge needs"),
      env: { account: stage.account ?? process.env.CDK_DEFAULT_ACCOUNT, region: "us-east-1" },
    })
  );
}
