import { hostOf } from "@shared/constructs/dns.ts";
import { stackProps } from "@shared/constructs/stack-props.ts";
import { type App, Stack } from "aws-cdk-lib";
import { type Stage, service, slug } from "./config.ts";
import { Front } from "./front.ts";
import { frontCertificate } from "./front-certificate.ts";
import { services } from "./services.ts";

/** The stacks of one stage: the distribution at the host that services share, and its certificate. */
export function addStacks(app: App, stage: Stage): void {
  const host = hostOf(stage, service);
  if (!host || !stage.domain) throw new Error(`infra/config.ts says no domain for stage ${stage.name}.`);
  const stack = new Stack(app, `${slug}-${service}-${stage.name}`, stackProps(stage, "Host of all services"));
  new Front(stack, "Front", {
    host,
    domain: stage.domain,
    certificate: frontCertificate(app, stage, stage.domain, host),
    // The services' own hosts, known by their names: their apps are deployed by others, in other accounts.
    origins: new Map(services.map((name) => [name, `${hostOf(stage, `${name}.api`)}`])),
    // webAclArn: "arn:aws:wafv2:us-east-1:...",
  });
}
