import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { acknowledgeObjects, everyObject, OrderBucket } from "./order-bucket.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";
import { WorkQueue } from "./work-queue.ts";

/** A bucket between a route of the API and its worker, for bodies of up to 10 MB; a queue tells the worker of the objects. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const { queue, watches, graphs } = new WorkQueue(this, "Work", { worker, name: "OrdersObjects" });
    const { bucket } = new OrderBucket(this, "Orders", { queue, worker });
    const role = storingRole(this, "s3:PutObject", bucket.arnForObjects(everyObject));
    acknowledgeObjects(role);
    storeIn(bucket, { api, route, role });
    this.watches = watches;
    this.graphs = graphs;
  }
}
