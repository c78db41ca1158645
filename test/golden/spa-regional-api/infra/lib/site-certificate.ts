import { type App, Stack } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import { type Stage, slug } from "../config.ts";
import { certificate, hostedZone, hostOf } from "./dns.ts";
import { stackProps } from "./stack-props.ts";

/** The certificate of the site, in a stack in us-east-1, where CloudFront looks for it. Undefined without a domain. */
export function siteCertificate(app: App, stage: Stage): ICertificate | undefined {
  const host = hostOf(stage);
  if (!host || !stage.domain) return undefined;
  const edge = new Stack(app, `${slug}-edge-${stage.name}`, {
    ...stackProps(stage, "Certificate of the site"),
    env: { account: stage.account ?? process.env.CDK_DEFAULT_ACCOUNT, region: "us-east-1" },
  });
  return certificate(edge, host, hostedZone(edge, stage.domain));
}
