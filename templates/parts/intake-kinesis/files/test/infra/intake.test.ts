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

  it("lets the API put records into the stream, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "kinesis:PutRecord", Effect: "Allow", Resource: arn("OrdersStream") },
    ]);
  });

  it("keeps orders for a week, encrypted, even when the stack is deleted", () => {
    template.hasResource("AWS::Kinesis::Stream", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        RetentionPeriodHours: 168,
        StreamEncryption: Match.objectLike({ EncryptionType: "KMS" }),
      },
    });
  });

  it("notes what it gives up for no longer than the stream keeps it", () => {
    template.hasResourceProperties("AWS::SQS::Queue", { MessageRetentionPeriod: 604_800 });
  });

  it("tries orders again until they are too old, finds the bad one, and notes what it gives up", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arn("OrdersStream"),
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 86_400,
      ParallelizationFactor: 10,
      DestinationConfig: { OnFailure: { Destination: arn("OrdersFailures") } },
    });
  });

  it("wakes somebody when orders wait or are given up", () => {
    for (const MetricName of ["IteratorAge", "ApproximateNumberOfMessagesVisible"]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName });
    }
  });
});
