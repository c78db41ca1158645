import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { acknowledgeObjects, everyObject } from "./order-bucket.ts";

/** A Firehose stream into the bucket: what comes within a minute, up to 1 MB, is one object. */
export class DeliveryStream extends Construct {
  readonly stream: CfnDeliveryStream;

  constructor(scope: Construct, id: string, bucket: IBucket) {
    super(scope, id);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("firehose.amazonaws.com", {
        conditions: { StringEquals: { "sts:ExternalId": Stack.of(this).account } },
      }),
    });
    const may = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    may(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], bucket.bucketArn);
    may(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], bucket.arnForObjects(everyObject));
    acknowledgeObjects(role);
    this.stream = new CfnDeliveryStream(this, "Stream", {
      deliveryStreamType: "DirectPut",
      deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: "accepted/",
        bufferingHints: { intervalInSeconds: 60, sizeInMBs: 1 },
      },
    });
    // Firehose asks what the role may do as soon as the stream is made.
    this.stream.node.addDependency(role);
    // It holds what was not delivered yet, for a day at most.
    this.stream.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.stream.overrideLogicalId("OrdersDelivery");
  }
}
