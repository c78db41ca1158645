import { CfnOutput } from "aws-cdk-lib";
import { Certificate, CertificateValidation } from "aws-cdk-lib/aws-certificatemanager";
import {
  AaaaRecord,
  ARecord,
  HostedZone,
  type IAliasRecordTarget,
  RecordTarget,
} from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import type { Domain } from "../config.ts";

/** The zone, known by its id: a lookup would need credentials at synth. */
function hostedZone(scope: Construct, { name, hostedZoneId }: Domain) {
  return HostedZone.fromHostedZoneAttributes(scope, "Zone", { zoneName: name, hostedZoneId });
}

/** A certificate that renews itself as long as its validation record stays in DNS. */
export function dnsCertificate(scope: Construct, host: string, domain: Domain): Certificate {
  return new Certificate(scope, "Certificate", {
    domainName: host,
    // Without a hosted zone the deployment waits until the record that ACM shows is in DNS.
    validation: CertificateValidation.fromDns(domain.hostedZoneId ? hostedZone(scope, domain) : undefined),
  });
}

/** Leads a host to a target over IPv4 and IPv6; without a hosted zone, an output names the CNAME to make. */
export function pointTo(
  scope: Construct,
  host: string,
  domain: Domain,
  target: { alias: IAliasRecordTarget; cname: string },
): void {
  if (!domain.hostedZoneId) {
    new CfnOutput(scope, "Cname", {
      description: `Make a CNAME record of ${host} with this value`,
      value: target.cname,
    });
    return;
  }
  const zone = hostedZone(scope, domain);
  const record = { zone, recordName: `${host}.`, target: RecordTarget.fromAlias(target.alias) };
  new ARecord(scope, "Ipv4", record);
  new AaaaRecord(scope, "Ipv6", record);
}
