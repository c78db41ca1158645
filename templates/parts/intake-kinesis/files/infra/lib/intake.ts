import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type CfnStream, Stream, StreamEncryption, StreamMode } from "aws-cdk-lib/aws-kinesis";
import { StartingPosition } from "aws-cdk-lib/aws-lambda";
import { KinesisEventSource, SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { daysToTry, daysToWait, tries } from "../../services/orders/waiting.ts";
import { failureQueue } from "./failure-queue.ts";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";

/** A stream between a route of the API and its worker: it keeps the orders of a customer in their order. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const stream = new Stream(this, "Stream", {
      streamMode: StreamMode.ON_DEMAND,
      retentionPeriod: Duration.days(daysToWait),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CloudFormation knows the stream by this id: it stays, however the constructs around it are arranged.
    (stream.node.defaultChild as CfnStream).overrideLogicalId("OrdersStream");
    const failures = failureQueue(this, "OrdersFailures", daysToWait);

    const role = storingRole(this, "kinesis:PutRecord", stream.streamArn);
    storeIn(stream, { api, route, role });

    worker.addEventSource(
      new KinesisEventSource(stream, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        // Has to be done within the function's timeout when the table is slow too: half a second for each order.
        batchSize: 20,
        // Of each shard, as many batches at a time; a customer is always in the same one.
        parallelizationFactor: 10,
        reportBatchItemFailures: true,
        // A batch that fails is halved, so that one bad order is found and does not hold up the others for long.
        bisectBatchOnError: true,
        // Records hold up those behind them while they are tried again. A function that is throttled costs no attempt.
        retryAttempts: tries - 1,
        maxRecordAge: Duration.days(daysToTry),
        onFailure: new SqsDlq(failures),
      }),
    );

    const age = worker.metric("IteratorAge", { statistic: Stats.MAXIMUM });
    const dead = failures.metricApproximateNumberOfMessagesVisible();
    const rejected = stream.metricWriteProvisionedThroughputExceeded({ statistic: Stats.SUM });
    this.watches = [
      { id: "OldestOrder", description: "An order waits for 15 minutes", metric: age, above: 900_000 },
      { id: "FailuresFound", description: "Orders were given up; see the README", metric: dead },
      { id: "StreamThrottles", description: "The stream takes no more orders", metric: rejected },
    ];
    this.graphs = {
      "Orders into the stream": [stream.metricIncomingRecords({ statistic: Stats.SUM }), rejected, dead],
      "Age of the oldest order": [age],
    };
  }
}
