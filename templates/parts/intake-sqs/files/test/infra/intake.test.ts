import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { storingStatements } from "./storing-statements.ts";

const arn = (queue: string) => ({ "Fn::GetAtt": [queue, "Arn"] });

describe("the intake", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("lets the API send messages to the queue, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "sqs:SendMessage", Effect: "Allow", Resource: arn("OrdersQueue") },
    ]);
  });

  it("keeps orders until they are worked off, five times at most", () => {
    template.hasResource("AWS::SQS::Queue", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        VisibilityTimeout: 60,
        MessageRetentionPeriod: 1_209_600,
        RedrivePolicy: { deadLetterTargetArn: arn("OrdersDeadLetters"), maxReceiveCount: 5 },
      },
    });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arn("OrdersQueue"),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it("takes messages over TLS alone", () => {
    for (const queue of ["OrdersQueue", "OrdersDeadLetters"]) {
      template.hasResourceProperties("AWS::SQS::QueuePolicy", {
        Queues: [{ Ref: queue }],
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          ],
        },
      });
    }
  });

  it("wakes somebody when orders wait or fail", () => {
    for (const [metric, queue] of [
      ["ApproximateAgeOfOldestMessage", "OrdersQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersDeadLetters"],
    ]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        MetricName: metric,
        Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
      });
    }
  });
});
