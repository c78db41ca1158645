import type { Domain } from "@shared/constructs/config.ts";
import { certificate, hostedZone } from "@shared/constructs/dns.ts";
import { stackProps } from "@shared/constructs/stack-props.ts";
import { type App, Stack } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import { type Stage, service, slug } from "./config.ts";

/** The certificate of the host, in a stack in us-east-1, where CloudFront looks for it. */
export function frontCertificate(app: App, stage: Stage, domain: Domain, host: string): ICertificate {
  const props = stackProps({ ...stage, region: "us-east-1" }, "Certificate of the host of all services");
  const stack = new Stack(app, `${slug}-${service}-certificate-${stage.name}`, props);
  return certificate(stack, host, hostedZone(stack, domain));
}
