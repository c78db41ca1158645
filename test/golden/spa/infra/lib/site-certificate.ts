import type { App } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Stage } from "../config.ts";
import { certificate, hostedZone, hostOf } from "./dns.ts";
import { edgeStack } from "./edge-stack.ts";

/** The certificate of the site, in a stack in us-east-1, where CloudFront looks for it. Undefined without a domain. */
export function siteCertificate(app: App, stage: Stage): ICertificate | undefined {
  const host = hostOf(stage);
  if (!host || !stage.domain) return undefined;
  const edge = edgeStack(app, stage);
  return certificate(edge, host, hostedZone(edge, stage.domain));
}
