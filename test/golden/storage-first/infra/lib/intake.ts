import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";
import { WorkQueue } from "./work-queue.ts";

/** A queue between a route of the API and its worker: requests are stored even when the worker is down. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const { queue, watches, graphs } = new WorkQueue(this, "Work", { worker, name: "Orders" });
    const role = storingRole(this, "sqs:SendMessage", queue.queueArn);
    storeIn(queue, { api, route, role });
    this.watches = watches;
    this.graphs = graphs;
  }
}
