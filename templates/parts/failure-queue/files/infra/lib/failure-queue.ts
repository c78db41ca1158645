import { CfnOutput, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type CfnQueue, Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/**
 * Where Lambda notes which records of a stream it has given up, for so many days: for no longer than the records, which stay
 * where they are.
 */
export function failureQueue(scope: Construct, logicalId: string, days: number): Queue {
  const queue = new Queue(scope, "Failures", {
    retentionPeriod: Duration.days(days),
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // CloudFormation knows the queue by this id: it stays, however the constructs around it are arranged.
  (queue.node.defaultChild as CfnQueue).overrideLogicalId(logicalId);
  Validations.of(queue).acknowledge({
    id: "AwsSolutions::AwsSolutions-SQS3",
    reason: "This queue is where failures end. A person looks at them and puts them back.",
  });
  new CfnOutput(scope, "FailuresUrl", { value: queue.queueUrl });
  return queue;
}
