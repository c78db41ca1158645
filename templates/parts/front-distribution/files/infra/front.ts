import type { Domain } from "@shared/constructs/config.ts";
import { hostedZone, pointTo } from "@shared/constructs/dns.ts";
import { CfnOutput, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  HttpVersion,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

export interface FrontProps {
  host: string;
  domain: Domain;
  /** In us-east-1, as CloudFront demands. */
  certificate: ICertificate;
  /** The host of each service, by the first part of its paths. */
  origins: Map<string, string>;
  /** ARN of a web ACL with the scope CLOUDFRONT, which lives in us-east-1. */
  webAclArn?: string;
}

/** A distribution that passes `/<service>` and all below it on to the service of that name, whatever account it is in. */
export class Front extends Construct {
  constructor(scope: Construct, id: string, props: FrontProps) {
    super(scope, id);
    const { host, domain, certificate, origins, webAclArn } = props;
    const behaviors = [...origins].flatMap(([service, origin]) => {
      const behavior = passedOn(origin);
      // One pattern for both, `/<service>*`, would also take the paths of a service whose name begins alike.
      return [`/${service}`, `/${service}/*`].map((path) => [path, behavior] as const);
    });
    const [[, first] = []] = behaviors;
    if (!first) throw new Error("infra/services.ts names no service.");
    const noSuchService = new EdgeFunction(this, "NoSuchService", {
      code: FunctionCode.fromFile({ filePath: "infra/no-such-service.js" }),
    });
    const distribution = new Distribution(this, "Distribution", {
      domainNames: [host],
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Has to have an origin, which is never asked: the function answers.
      defaultBehavior: {
        ...first,
        functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: noSuchService }],
      },
      additionalBehaviors: Object.fromEntries(behaviors),
      webAclId: webAclArn,
      enableLogging: true,
      logBucket: logBucket(this),
    });
    pointTo(this, host, hostedZone(this, domain), {
      alias: new CloudFrontTarget(distribution),
      name: distribution.distributionDomainName,
    });
    new CfnOutput(this, "Url", { value: `https://${host}` });
    acknowledge(distribution, webAclArn);
  }
}

/** Passes requests on as they are, and keeps no answers. */
function passedOn(origin: string): BehaviorOptions {
  return {
    origin: new HttpOrigin(origin, { originSslProtocols: [OriginSslPolicy.TLS_V1_2] }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // API Gateway finds the API by the host name, which therefore has to be the service's own.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

/** Gets the access log. */
function logBucket(scope: Construct): Bucket {
  const logs = new Bucket(scope, "Logs", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // CloudFront writes its logs by an access control list.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  (logs.node.defaultChild as CfnBucket).overrideLogicalId("FrontLogs");
  Validations.of(logs).acknowledge({
    id: "AwsSolutions::AwsSolutions-S1",
    reason: "This bucket holds the access logs; a log of their own would only log the logging.",
  });
  return logs;
}

function acknowledge(distribution: Distribution, webAclArn: string | undefined): void {
  const validations = Validations.of(distribution);
  validations.acknowledge({
    id: "AwsSolutions::AwsSolutions-CFR1",
    reason: "The services are for callers of every country.",
  });
  if (webAclArn) return;
  validations.acknowledge({
    id: "AwsSolutions::AwsSolutions-CFR2",
    reason:
      "A web ACL costs about 5 USD a month, and the services are throttled. Set `webAclArn` to have one.",
  });
}
