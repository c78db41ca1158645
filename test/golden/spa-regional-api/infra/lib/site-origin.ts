import type { EdgeLambda, IOrigin } from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Stage } from "../config.ts";

/** Where the distribution finds the site: in its bucket, which answers nobody else. */
export function siteOrigin(bucket: Bucket, _stage: Stage): { origin: IOrigin; edgeLambdas: EdgeLambda[] } {
  return { origin: S3BucketOrigin.withOriginAccessControl(bucket), edgeLambdas: [] };
}
