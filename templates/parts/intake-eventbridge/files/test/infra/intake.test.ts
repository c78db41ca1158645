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

  it("lets the API put events on the bus, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "events:PutEvents", Effect: "Allow", Resource: arn("OrdersBus") },
    ]);
  });

  it("leads accepted orders into the queue, for a day if need be", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: { Ref: "OrdersBus" },
      EventPattern: { source: [`${slug}.orders`], "detail-type": ["OrderAccepted"] },
      Targets: [
        Match.objectLike({
          Arn: arn("OrdersEventsQueue"),
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: arn("OrdersEventsDeadLetters") },
        }),
      ],
    });
  });

  it("keeps orders until they are worked off, five times at most", () => {
    template.hasResource("AWS::SQS::Queue", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arn("OrdersEventsDeadLetters"), maxReceiveCount: 5 },
      },
    });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arn("OrdersEventsQueue"),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it("takes messages over TLS alone", () => {
    for (const queue of ["OrdersEventsQueue", "OrdersEventsDeadLetters"]) {
      template.hasResourceProperties("AWS::SQS::QueuePolicy", {
        Queues: [{ Ref: queue }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          ]),
        },
      });
    }
  });

  it("wakes somebody when orders wait or fail", () => {
    for (const [metric, queue] of [
      ["ApproximateAgeOfOldestMessage", "OrdersEventsQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersEventsQueue"],
      ["ApproximateNumberOfMessagesVisible", "OrdersEventsDeadLetters"],
    ]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        MetricName: metric,
        Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
      });
    }
  });
});
