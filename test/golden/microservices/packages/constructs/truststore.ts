import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";

/** Puts a PEM file of certificate authorities where API Gateway reads it. */
export function truststoreOf(scope: Construct, path: string): { bucket: IBucket; key: string } {
  const { bucket, s3ObjectKey } = new Asset(scope, "Truststore", { path });
  return { bucket, key: s3ObjectKey };
}
