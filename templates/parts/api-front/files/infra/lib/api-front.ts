import { type App, CfnOutput, Validations } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  GeoRestriction,
  HttpVersion,
  type IOrigin,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { type Stage, slug } from "../config.ts";
import { certificate, hostedZone, hostOf, pointTo } from "./dns.ts";

export interface ApiFrontProps {
  stage: Stage;
  /** The API behind its lock. */
  origin: IOrigin;
  /** For the host of the API; in us-east-1, as CloudFront demands. Given when the stage has a domain. */
  certificate?: ICertificate;
  /** Gets the access log. */
  logs: IBucket;
  /** Countries that may call the API, such as `["DE", "FR"]`. All, when left out. */
  countries?: string[];
  /** ARN of a web ACL with the scope CLOUDFRONT, which lives in us-east-1. */
  webAclArn?: string;
}

/** A distribution of your own before the API: the place for caching, for rules by country and for AWS WAF. */
export class ApiFront extends Construct {
  /** Without trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiFrontProps) {
    super(scope, id);
    const { stage, origin, certificate, logs, countries, webAclArn } = props;
    const host = hostOf(stage, "api");
    const passedOn = {
      origin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // API Gateway finds the API by the host name, which therefore has to be its own.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    };
    const distribution = new Distribution(this, "Distribution", {
      domainNames: host ? [host] : undefined,
      certificate,
      minimumProtocolVersion: certificate && SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Answers are kept nowhere: each request reaches the API.
      defaultBehavior: { ...passedOn, cachePolicy: CachePolicy.CACHING_DISABLED },
      // To answer the GETs of a path from the edge for a minute, give it a behaviour of its own. What decides on an answer
      // has to be in the key: CORS asks for Origin, and answers for one caller alone for Authorization.
      //
      // additionalBehaviors: {
      //   "/orders": {
      //     ...passedOn,
      //     cachePolicy: new CachePolicy(this, "ForAMinute", {
      //       defaultTtl: Duration.minutes(1),
      //       maxTtl: Duration.minutes(1),
      //       queryStringBehavior: CacheQueryStringBehavior.all(),
      //       headerBehavior: CacheHeaderBehavior.allowList("Origin", "Authorization"),
      //     }),
      //   },
      // },
      geoRestriction: countries && GeoRestriction.allowlist(...countries),
      webAclId: webAclArn,
      enableLogging: true,
      logBucket: logs,
      logFilePrefix: "api/",
    });
    if (host && stage.domain) {
      pointTo(this, host, hostedZone(this, stage.domain), {
        alias: new CloudFrontTarget(distribution),
        name: distribution.distributionDomainName,
      });
    }
    this.url = `https://${host ?? distribution.distributionDomainName}`;
    new CfnOutput(this, "Url", { value: this.url });
    acknowledge(distribution, props, host);
  }
}

/** The certificate of the API's host, beside that of the site in us-east-1. Undefined without a domain. */
export function apiCertificate(app: App, stage: Stage): ICertificate | undefined {
  const host = hostOf(stage, "api");
  const edge = app.node.tryFindChild(`${slug}-edge-${stage.name}`);
  if (!host || !stage.domain || !edge) return undefined;
  const scope = new Construct(edge, "Api");
  return certificate(scope, host, hostedZone(scope, stage.domain));
}

function acknowledge(distribution: Distribution, props: ApiFrontProps, host: string | undefined): void {
  const validations = Validations.of(distribution);
  if (!props.countries) {
    validations.acknowledge({
      id: "AwsSolutions::AwsSolutions-CFR1",
      reason: "The API is for callers of every country; `countries` changes that.",
    });
  }
  if (!props.webAclArn) {
    validations.acknowledge({
      id: "AwsSolutions::AwsSolutions-CFR2",
      reason:
        "A web ACL here costs about 5 USD a month more; the API is throttled. Set `webAclArn` to have one.",
    });
  }
  if (host) return;
  validations.acknowledge({
    id: "AwsSolutions::AwsSolutions-CFR4",
    reason: "CloudFront's own domain name has a fixed minimum of TLS 1.0; a custom domain sets TLS 1.2.",
  });
}
