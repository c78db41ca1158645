import { hostOf } from "@shared/constructs/dns.ts";
import { stackProps } from "@shared/constructs/stack-props.ts";
import { type App, Stack } from "aws-cdk-lib";
import { type Stage, service, slug } from "./config.ts";
import { Front } from "./front.ts";

/** The stack of one stage: the host that services share. Each service maps its own path to its API. */
export function addStacks(app: App, stage: Stage): void {
  const host = hostOf(stage, service);
  if (!host || !stage.domain) throw new Error(`infra/config.ts says no domain for stage ${stage.name}.`);
  const stack = new Stack(app, `${slug}-${service}-${stage.name}`, stackProps(stage, "Host of all services"));
  new Front(stack, "Front", { host, domain: stage.domain });
}
