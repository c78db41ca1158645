import {
  ApiMapping,
  DomainName,
  type HttpStage,
  IpAddressType,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigatewayv2";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";
import type { Domain } from "../config.ts";
import { certificate, hostedZone, pointTo } from "./dns.ts";

/** Where clients find the API. */
export interface ApiAddress {
  /** The API's own host below the custom domain. Without it, the API has the URL that API Gateway gives it. */
  host?: string;
  /** PEM file of the authorities whose client certificates the host asks for. Without it, it asks for none. */
  truststore?: string;
}

export interface ApiDomainProps extends ApiAddress {
  host: string;
  domain: Domain;
  stage: HttpStage;
}

/** Serves the API under its own host; gives the URL. */
export function serveAt(scope: Construct, { host, domain, stage, truststore }: ApiDomainProps): string {
  const zone = hostedZone(scope, domain);
  const authorities = truststore ? new Asset(scope, "Truststore", { path: truststore }) : undefined;
  const domainName = new DomainName(scope, "Domain", {
    domainName: host,
    certificate: certificate(scope, host, zone),
    securityPolicy: SecurityPolicy.TLS_1_2,
    ipAddressType: IpAddressType.DUAL_STACK,
    mtls: authorities && { bucket: authorities.bucket, key: authorities.s3ObjectKey },
  });
  new ApiMapping(scope, "Mapping", { api: stage.api, domainName, stage });
  const { regionalDomainName, regionalHostedZoneId } = domainName;
  pointTo(scope, host, zone, {
    alias: new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
    name: regionalDomainName,
  });
  return `https://${host}`;
}
