import type { StackProps } from "aws-cdk-lib";
import { type Stage, slug } from "../config.ts";

/** What every stack of a stage has in common. */
export function stackProps(stage: Stage, title: string): StackProps {
  return {
    description: `${title} of ${slug}, stage ${stage.name}`,
    terminationProtection: stage.deletionProtection,
    env: { account: stage.account ?? process.env.CDK_DEFAULT_ACCOUNT, region: stage.region },
  };
}
