import { type BehaviorOptions, LambdaEdgeEventType, S3OriginAccessControl } from "aws-cdk-lib/aws-cloudfront";
import { OriginGroup, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import { standbyHeader } from "../edge/standby-header.ts";
import { edgeLambda } from "./edge-lambda.ts";
import { replicate } from "./replication.ts";
import { standbyBucket } from "./standby-bucket.ts";

/**
 * Where the distribution finds the site: in its bucket and, when that fails, in the copy in another Region. A function at
 * the edge spares the visitors after the first one the way by the bucket that fails.
 */
export function siteOrigin(
  scope: Construct,
  stage: Stage,
  bucket: Bucket,
): Pick<BehaviorOptions, "origin" | "edgeLambdas"> {
  const standby = standbyBucket(scope, stage);
  replicate(scope, bucket, standby);
  const access = new S3OriginAccessControl(scope, "StandbyAccess");
  return {
    origin: new OriginGroup({
      primaryOrigin: S3BucketOrigin.withOriginAccessControl(bucket, {
        customHeaders: { [standbyHeader]: standby.bucketRegionalDomainName },
      }),
      // The policy of the copy is in its own stack, which comes first.
      fallbackOrigin: S3BucketOrigin.withBucketDefaults(standby, {
        originAccessControlId: access.originAccessControlId,
      }),
      fallbackStatusCodes: [500, 502, 503, 504],
    }),
    edgeLambdas: [
      {
        eventType: LambdaEdgeEventType.ORIGIN_REQUEST,
        functionVersion: edgeLambda(scope, stage, "origin"),
      },
    ],
  };
}
