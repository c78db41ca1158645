import { type App, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { type Stage, slug } from "../config.ts";
import { standbyRegion } from "../standby-region.ts";
import { stackProps } from "./stack-props.ts";

/** The bucket with the copy of the site, in a stack of its own in the other Region. */
export function standbyBucket(scope: Construct, stage: Stage): Bucket {
  const props = stackProps(stage, "Copy of the site");
  const stack = new Stack(scope.node.root as App, `${slug}-standby-${stage.name}`, {
    ...props,
    env: { ...props.env, region: standbyRegion },
  });
  const bucket = new Bucket(stack, "Bucket", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  (bucket.node.defaultChild as CfnBucket).overrideLogicalId("SiteStandby");
  // The distribution comes after this stack, so that its id is not known here: those of this account may read.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
      actions: ["s3:GetObject"],
      resources: [bucket.arnForObjects("*")],
      conditions: { StringEquals: { "AWS:SourceAccount": stack.account } },
    }),
  );
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions::AwsSolutions-S1",
    reason: "CloudFront alone reads it, for distributions of this account; that of the site logs each visit.",
  });
  return bucket;
}
