import { CfnBasePathMapping, type RestApi } from "aws-cdk-lib/aws-apigateway";
import type { Construct } from "constructs";
import type { Domain } from "../config.ts";

/** Where clients find the API. */
export interface ApiAddress {
  /** The host that services share. Without it, the API has the URL that API Gateway gives it. */
  host?: string;
  /** The API's part of that host: the first part of its paths, without slashes. */
  basePath?: string;
}

export interface ApiDomainProps extends ApiAddress {
  host: string;
  domain: Domain;
  api: RestApi;
}

/**
 * Serves the API below its path of the shared host; gives the URL of the host. The host is a domain name of API Gateway in
 * this account and Region, which services/api makes: known by its name, so that no stack depends on another.
 */
export function serveAt(scope: Construct, { host, basePath, api }: ApiDomainProps): string {
  new CfnBasePathMapping(scope, "Mapping", {
    domainName: host,
    basePath,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
  return `https://${host}`;
}
