import type { BehaviorOptions } from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";

/** Where the distribution finds the site: in its bucket, which only it may read. */
export function siteOrigin(
  _scope: Construct,
  _stage: Stage,
  bucket: Bucket,
): Pick<BehaviorOptions, "origin" | "edgeLambdas"> {
  return { origin: S3BucketOrigin.withOriginAccessControl(bucket) };
}
