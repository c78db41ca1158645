import { CfnOutput, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import type { ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  type EdgeLambda,
  type FunctionAssociation,
  HttpVersion,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { IRole } from "aws-cdk-lib/aws-iam";
import { CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { hostedZone, hostOf, pointTo } from "./dns.ts";
import { securityHeaders } from "./security-headers.ts";
import { signInOrigins } from "./sign-in.ts";
import { siteOrigin } from "./site-origin.ts";
import { sitePublisher } from "./site-publisher.ts";
import { viewerFunctions } from "./viewer-functions.ts";

export interface SiteProps {
  stage: Stage;
  /** For the host of the stage; in us-east-1, as CloudFront demands. Given when the stage has a domain. */
  certificate?: ICertificate;
  /** What pages may connect to besides the site itself: sources of the content security policy. */
  connectTo?: string[];
  /** Behaviours by path pattern, before the one that serves the site. */
  behaviors?: Record<string, BehaviorOptions>;
}

/** What runs at the edge around a request. A behaviour takes one function for each event. */
export interface EdgeFunctions {
  functionAssociations?: FunctionAssociation[];
  edgeLambdas?: EdgeLambda[];
  /** Paths of the site that these functions are not asked about, with what runs there. */
  open?: Record<string, FunctionAssociation[]>;
}

/** A single-page application in a private bucket behind CloudFront. What is in the bucket comes from site-content.ts. */
export class Site extends Construct {
  readonly stage: Stage;
  /** Gets access logs. */
  readonly logs: Bucket;
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** What pages may connect to besides the site itself. */
  readonly connectTo: string[];
  /** May put content into the bucket. */
  readonly publisher: IRole;
  /** Without trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, { stage, certificate, connectTo = [], behaviors }: SiteProps) {
    super(scope, id);
    this.stage = stage;
    this.connectTo = [...connectTo, ...signInOrigins(this, stage)];
    const host = hostOf(stage);
    this.logs = this.logBucket();
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: "bucket/",
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (this.bucket.node.defaultChild as CfnBucket).overrideLogicalId("SiteBucket");
    const viewer = viewerFunctions(this, stage);
    const pages: BehaviorOptions = {
      ...siteOrigin(this, stage, this.bucket),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: securityHeaders(this, this.connectTo),
    };
    const open = Object.entries(viewer.open ?? {}).map(([path, functionAssociations]) => [
      path,
      { ...pages, functionAssociations },
    ]);
    this.distribution = new Distribution(this, "Distribution", {
      domainNames: host ? [host] : undefined,
      certificate,
      minimumProtocolVersion: certificate && SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: "index.html",
      defaultBehavior: {
        ...pages,
        functionAssociations: viewer.functionAssociations,
        edgeLambdas: [pages, viewer].flatMap(({ edgeLambdas = [] }) => edgeLambdas),
      },
      additionalBehaviors: { ...behaviors, ...Object.fromEntries(open) },
      enableLogging: true,
      logBucket: this.logs,
      logFilePrefix: "distribution/",
    });
    this.publisher = sitePublisher(this, this.bucket, this.distribution);
    if (host && stage.domain) {
      pointTo(this, host, hostedZone(this, stage.domain), {
        alias: new CloudFrontTarget(this.distribution),
        name: this.distribution.distributionDomainName,
      });
    }
    this.url = `https://${host ?? this.distribution.distributionDomainName}`;
    new CfnOutput(this, "Url", { value: this.url });
    this.acknowledge(host);
  }

  private logBucket(): Bucket {
    const logs = new Bucket(this, "Logs", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // CloudFront writes its logs by an access control list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (logs.node.defaultChild as CfnBucket).overrideLogicalId("SiteLogs");
    Validations.of(logs).acknowledge({
      id: "AwsSolutions::AwsSolutions-S1",
      reason: "This bucket holds the access logs; a log of their own would only log the logging.",
    });
    return logs;
  }

  private acknowledge(host: string | undefined): void {
    const validations = Validations.of(this.distribution);
    validations.acknowledge(
      { id: "AwsSolutions::AwsSolutions-CFR1", reason: "The site is for visitors of every country." },
      {
        id: "AwsSolutions::AwsSolutions-CFR2",
        reason:
          "AWS WAF costs about 5 USD a month and web ACL, and these files are static. Add one before wide use.",
      },
    );
    if (host) return;
    validations.acknowledge({
      id: "AwsSolutions::AwsSolutions-CFR4",
      reason: "CloudFront's own domain name has a fixed minimum of TLS 1.0; a custom domain sets TLS 1.2.",
    });
  }
}
