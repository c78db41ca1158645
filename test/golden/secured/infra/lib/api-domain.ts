import { Stack } from "aws-cdk-lib";
import { DomainName, EndpointType, type RestApi, SecurityPolicy } from "aws-cdk-lib/aws-apigateway";
import { ApiGatewayDomain } from "aws-cdk-lib/aws-route53-targets";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";
import { type Domain, endpoint } from "../config.ts";
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
  api: RestApi;
}

/** Serves the API under its own host; gives the URL. */
export function serveAt(scope: Construct, { host, domain, api, truststore }: ApiDomainProps): string {
  const zone = hostedZone(scope, domain);
  const authorities = truststore ? new Asset(scope, "Truststore", { path: truststore }) : undefined;
  const domainName = new DomainName(scope, "Domain", {
    domainName: host,
    certificate: certificate(certificateScope(scope), host, zone),
    endpointType: endpoint === "edge" ? EndpointType.EDGE : EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
    mapping: api,
    mtls: authorities && { bucket: authorities.bucket, key: authorities.s3ObjectKey },
  });
  pointTo(scope, host, zone, {
    alias: new ApiGatewayDomain(domainName),
    name: domainName.domainNameAliasDomainName,
  });
  return `https://${host}`;
}

/** CloudFront, which stands before an edge-optimised API, takes certificates of us-east-1 alone. */
function certificateScope(scope: Construct): Construct {
  const { account, region, stackName } = Stack.of(scope);
  if (endpoint === "regional" || region === "us-east-1") return scope;
  const app = scope.node.root as Construct;
  return new Stack(app, `${stackName}-certificate`, { env: { account, region: "us-east-1" } });
}
