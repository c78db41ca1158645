import { type App, CfnOutput, Fn, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PublicHostedZone } from "aws-cdk-lib/aws-route53";
import { type Stage, slug } from "./config.ts";
import { stackProps } from "./stack-props.ts";

/**
 * The stack of the zone that a host of a service lies in, in the account of the service. The account of the domain
 * delegates the host to it once, by an NS record with the name servers that the outputs show.
 * @param host of the stage; undefined when it has no domain
 */
export function addDelegatedZone(app: App, stage: Stage, service: string, host: string | undefined): void {
  if (!host) throw new Error(`infra/config.ts says no domain for stage ${stage.name}.`);
  const name = `${slug}-${service}-zone-${stage.name}`;
  const stack = new Stack(app, name, stackProps(stage, `Zone of ${host}`));
  const zone = new PublicHostedZone(stack, "Zone", { zoneName: host });
  // A new zone would have other name servers, and the delegation would lead nowhere.
  zone.applyRemovalPolicy(RemovalPolicy.RETAIN);
  new CfnOutput(stack, "HostedZoneId", { value: zone.hostedZoneId });
  new CfnOutput(stack, "NameServers", { value: Fn.join(" ", zone.hostedZoneNameServers ?? []) });
}
