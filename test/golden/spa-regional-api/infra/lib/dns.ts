import { CfnOutput } from "aws-cdk-lib";
import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import {
  AaaaRecord,
  ARecord,
  HostedZone,
  type IAliasRecordTarget,
  type IHostedZone,
  RecordTarget,
} from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import type { Domain, Stage } from "../config.ts";

/** The host of a stage, or of one of its parts: `api` gives `api.dev.example.com`. Undefined without a domain. */
export function hostOf({ domain, subdomain }: Stage, part = ""): string | undefined {
  return domain && [part, subdomain, domain.name].filter(Boolean).join(".");
}

/** The zone of a domain, known by its id: a lookup would need credentials. Undefined when DNS is elsewhere. */
export function hostedZone(scope: Construct, { name, hostedZoneId }: Domain): IHostedZone | undefined {
  if (!hostedZoneId) return undefined;
  return HostedZone.fromHostedZoneAttributes(scope, "Zone", { zoneName: name, hostedZoneId });
}

/** A certificate that renews itself as long as its validation record is in DNS. */
export function certificate(scope: Construct, host: string, zone: IHostedZone | undefined): Certificate {
  return new Certificate(scope, "Certificate", {
    domainName: host,
    // Without a zone the deployment waits until you have made the record that ACM's console shows.
    validation: CertificateValidation.fromDns(zone),
  });
}

/** Leads a host to its target over IPv4 and IPv6. Without a zone, an output says which record to make. */
export function pointTo(
  scope: Construct,
  host: string,
  zone: IHostedZone | undefined,
  target: { alias: IAliasRecordTarget; name: string },
): void {
  if (!zone) {
    new CfnOutput(scope, "Cname", { description: `Make a CNAME record of ${host}`, value: target.name });
    return;
  }
  const record = { zone, recordName: `${host}.`, target: RecordTarget.fromAlias(target.alias) };
  new ARecord(scope, "Ipv4", record);
  new AaaaRecord(scope, "Ipv6", record);
}
