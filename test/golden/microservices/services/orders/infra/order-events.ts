import type { Watch } from "@shared/constructs/monitoring.ts";
import { ServiceFunction } from "@shared/constructs/service-function.ts";
import { CfnOutput } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnGlobalTable, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { type CfnEventBus, EventBus } from "aws-cdk-lib/aws-events";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

/**
 * Tells of new orders on an event bus of this service. They come by the stream of the table, so that an order that is
 * stored is told of, whatever happens to the function that stored it.
 */
export class OrderEvents extends Construct {
  readonly publisher: LambdaFunction;
  readonly watches: Watch[];

  constructor(scope: Construct, id: string, { table }: { table: TableV2 }) {
    super(scope, id);
    const bus = new EventBus(this, "Bus");
    // Rules of other accounts know the bus by its name, which the CDK makes of the path of this construct.
    (bus.node.defaultChild as CfnEventBus).overrideLogicalId("OrdersBus");
    const cfnTable = table.node.defaultChild as CfnGlobalTable;
    cfnTable.streamSpecification = { streamViewType: "NEW_IMAGE" };

    const publish = new ServiceFunction(this, "Publish", {
      handler: "orders/publish",
      environment: { BUS_NAME: bus.eventBusName },
    })
      .allow(["events:PutEvents"], bus.eventBusArn)
      .allow(
        ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((name) => `dynamodb:${name}`),
        cfnTable.attrStreamArn,
      );
    const mapping = new EventSourceMapping(this, "Stream", {
      target: publish.function,
      eventSourceArn: cfnTable.attrStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // As many as one PutEvents takes. What fails is tried again for the day that the stream keeps it.
      batchSize: 10,
      reportBatchItemFailures: true,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: { NewImage: { kind: { S: FilterRule.isEqual("order") } } },
        }),
      ],
    });
    // Lambda looks at the stream with the role of the function as it makes the mapping.
    mapping.node.addDependency(publish);
    new CfnOutput(this, "BusArn", { value: bus.eventBusArn });

    this.publisher = publish.function;
    const age = publish.function.metric("IteratorAge", { statistic: Stats.MAXIMUM });
    this.watches = [
      {
        id: "EventsLate",
        description: "An order is not told of for 15 minutes",
        metric: age,
        above: 900_000,
      },
    ];
  }
}
