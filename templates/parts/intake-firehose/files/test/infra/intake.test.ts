import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { storingStatements } from "./storing-statements.ts";

const arn = (resource: string) => ({ "Fn::GetAtt": [resource, "Arn"] });

describe("the intake", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("lets the API put records into the delivery stream, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "firehose:PutRecord", Effect: "Allow", Resource: arn("OrdersDelivery") },
    ]);
  });

  it("delivers to the bucket within a minute, and keeps what waits", () => {
    template.hasResource("AWS::KinesisFirehose::DeliveryStream", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        ExtendedS3DestinationConfiguration: Match.objectLike({
          BucketARN: arn("OrdersBucket"),
          BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
        }),
      },
    });
  });

  it("keeps orders for 30 days, private, and tells the queue of them", () => {
    template.hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: "Enabled" }] },
        PublicAccessBlockConfiguration: Match.objectLike({ RestrictPublicBuckets: true }),
        NotificationConfiguration: {
          QueueConfigurations: [{ Event: "s3:ObjectCreated:*", Queue: arn("OrdersFilesQueue") }],
        },
      },
    });
    template.hasResourceProperties("AWS::SQS::QueuePolicy", {
      Queues: [{ Ref: "OrdersFilesQueue" }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" } }),
        ]),
      },
    });
  });

  it("works orders off, five times at most", () => {
    template.hasResourceProperties("AWS::SQS::Queue", {
      VisibilityTimeout: 6 * 300,
      RedrivePolicy: { deadLetterTargetArn: arn("OrdersFilesDeadLetters"), maxReceiveCount: 5 },
    });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arn("OrdersFilesQueue"),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it("gives its worker the time that the lines of an object take", () => {
    const functions = Object.entries(template.findResources("AWS::Lambda::Function"));
    const workers = functions.filter(([, { Properties }]) => Properties.Timeout !== 10);
    expect(workers).toEqual([
      [
        expect.stringContaining("Process"),
        expect.objectContaining({ Properties: expect.objectContaining({ Timeout: 300 }) }),
      ],
    ]);
  });

  it("wakes somebody when orders are not delivered, wait or fail", () => {
    for (const MetricName of ["DeliveryToS3.DataFreshness", "ThrottledRecords"]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName, Namespace: "AWS/Firehose" });
    }
    for (const [metric, queue] of [
      ["ApproximateAgeOfOldestMessage", "OrdersFilesQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersFilesQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersFilesDeadLetters"],
    ]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        MetricName: metric,
        Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
      });
    }
  });
});
