import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { storingStatements } from "./storing-statements.ts";

const arn = (resource: string, attribute = "Arn") => ({ "Fn::GetAtt": [resource, attribute] });

describe("the intake", () => {
  let template: Template;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
  });

  it("lets the API put items into the table, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "dynamodb:PutItem", Effect: "Allow", Resource: arn("OrdersTable") },
    ]);
  });

  it("lets in no more orders of 2 KB than the table and its index can store", () => {
    template.hasResourceProperties("AWS::ApiGateway::Stage", {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ ResourcePath: "/~1orders", ThrottlingRateLimit: 300, ThrottlingBurstLimit: 300 }),
      ]),
    });
    const units = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 1000 } };
    template.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      ...units,
      GlobalSecondaryIndexes: [Match.objectLike({ IndexName: "byCreation", ...units })],
    });
  });

  it("leads new orders to the worker, and no other change of the table", () => {
    template.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    });
    const Pattern = {
      eventName: ["INSERT", "MODIFY"],
      dynamodb: { NewImage: { kind: { S: ["accepted"] } } },
    };
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arn("OrdersTable", "StreamArn"),
      FilterCriteria: { Filters: [{ Pattern: Match.serializedJson(Pattern) }] },
    });
  });

  it("tries orders again for a day, finds the bad one, and notes what it gives up", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 86_400,
      ParallelizationFactor: 10,
      DestinationConfig: { OnFailure: { Destination: arn("OrdersFailures") } },
    });
  });

  it("notes what it gives up for as long as a queue can", () => {
    template.hasResourceProperties("AWS::SQS::Queue", { MessageRetentionPeriod: 1_209_600 });
  });

  it("wakes somebody when orders wait or are given up", () => {
    for (const MetricName of ["IteratorAge", "ApproximateNumberOfMessagesVisible", "ThrottledRequests"]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName });
    }
  });
});
