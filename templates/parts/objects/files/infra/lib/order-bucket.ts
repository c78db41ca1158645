import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Policy, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export interface OrderBucketProps {
  /** Gets a message for each new object. */
  queue: Queue;
  /** Reads the objects. */
  worker: LambdaFunction;
}

/** Every order is an object of its own, or one among others. */
export const everyObject = "accepted/*";

/** A bucket that keeps what was accepted for 30 days, and tells a queue of it. */
export class OrderBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { queue, worker }: OrderBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const resource = this.bucket.node.defaultChild as CfnBucket;
    // CloudFormation knows the bucket by this id: it stays, however the constructs around it are arranged.
    resource.overrideLogicalId("OrdersBucket");
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions::AwsSolutions-S1",
      reason:
        "Only the API writes here, and only the worker reads. The access log of the API has each order.",
    });

    // S3 asks the queue's policy as soon as it gets this configuration. The account stands for the bucket, whose name is
    // not known before.
    const told = queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("s3.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [queue.queueArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (told.policyDependable) this.bucket.node.addDependency(told.policyDependable);
    resource.notificationConfiguration = {
      queueConfigurations: [{ event: "s3:ObjectCreated:*", queue: queue.queueArn }],
    };
    this.mayRead(worker);
  }

  private mayRead({ role }: LambdaFunction): void {
    if (!role) return;
    const policy = new Policy(this, "ReadObjects", {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ["s3:GetObject"],
          resources: [this.bucket.arnForObjects(everyObject)],
        }),
      ],
    });
    acknowledgeObjects(policy);
  }
}

/** What may be done with the objects is granted for all of them: nobody knows their names before. */
export function acknowledgeObjects(policy: Construct): void {
  Validations.of(policy).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::<OrdersBucket.Arn>/${everyObject}]`,
    reason: "The names of the objects are not known before, and the bucket holds nothing else.",
  });
}
