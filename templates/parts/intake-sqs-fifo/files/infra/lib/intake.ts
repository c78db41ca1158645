import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { DeduplicationScope, FifoThroughputLimit } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";
import { WorkQueue } from "./work-queue.ts";

/** A FIFO queue between a route of the API and its worker: the orders of a customer are worked off in their order. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const { queue, watches, graphs } = new WorkQueue(this, "Work", {
      worker,
      name: "OrdersFifo",
      fifo: {
        fifo: true,
        // High throughput: customers do not share a limit.
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      },
    });
    const role = storingRole(this, "sqs:SendMessage", queue.queueArn);
    storeIn(queue, { api, route, role });
    this.watches = watches;
    this.graphs = graphs;
  }
}
