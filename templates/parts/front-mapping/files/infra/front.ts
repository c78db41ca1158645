import type { Domain } from "@shared/constructs/config.ts";
import { certificate, hostedZone, pointTo } from "@shared/constructs/dns.ts";
import { CfnOutput } from "aws-cdk-lib";
import { DomainName, IpAddressType, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import { Construct } from "constructs";

export interface FrontProps {
  host: string;
  domain: Domain;
}

/** A domain name of API Gateway. Services of this account and Region add mappings to it, and nothing else refers to it. */
export class Front extends Construct {
  constructor(scope: Construct, id: string, { host, domain }: FrontProps) {
    super(scope, id);
    const zone = hostedZone(this, domain);
    const { regionalDomainName, regionalHostedZoneId } = new DomainName(this, "Domain", {
      domainName: host,
      certificate: certificate(this, host, zone),
      securityPolicy: SecurityPolicy.TLS_1_2,
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    pointTo(this, host, zone, {
      alias: new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
      name: regionalDomainName,
    });
    new CfnOutput(this, "Url", { value: `https://${host}` });
  }
}
