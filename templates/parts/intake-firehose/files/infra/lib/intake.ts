import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { DeliveryStream } from "./delivery-stream.ts";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { OrderBucket } from "./order-bucket.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";
import { WorkQueue } from "./work-queue.ts";

/** A Firehose stream between a route of the API and its worker: orders arrive in S3 many at a time, a minute later. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    // Each message stands for up to 1 MB of orders: thousands of small ones. With ten such messages at a time the table
    // takes 20 orders a second of each, so these take minutes; a try that is too short goes on with the next one.
    const { queue, watches, graphs } = new WorkQueue(this, "Work", {
      worker,
      name: "OrdersFiles",
      batchSize: 1,
      timeout: Duration.seconds(300),
    });
    const { bucket } = new OrderBucket(this, "Orders", { queue, worker });
    const { stream } = new DeliveryStream(this, "Delivery", bucket);
    const role = storingRole(this, "firehose:PutRecord", stream.attrArn);
    storeIn(stream, { api, route, role });

    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: "AWS/Firehose",
        metricName,
        statistic,
        dimensionsMap: { DeliveryStreamName: stream.ref },
      });
    const age = metric("DeliveryToS3.DataFreshness", Stats.MAXIMUM);
    const throttled = metric("ThrottledRecords", Stats.SUM);
    this.watches = [
      ...watches,
      { id: "DeliveryAge", description: "An order waits for S3 for 15 minutes", metric: age, above: 900 },
      { id: "DeliveryThrottles", description: "Firehose takes no more orders", metric: throttled },
    ];
    this.graphs = { ...graphs, "Age of the oldest order not delivered": [age] };
  }
}
