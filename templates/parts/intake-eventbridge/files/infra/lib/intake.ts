import { Duration } from "aws-cdk-lib";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { type CfnEventBus, EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { orderAccepted } from "./accepted-event.ts";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";
import { WorkQueue } from "./work-queue.ts";

/**
 * An event bus between a route of the API and whoever wants to know of new orders. The worker has a queue behind the bus:
 * a rule gives up after a day, and a queue keeps what the worker cannot take yet.
 */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const bus = new EventBus(this, "Bus");
    // Rules of other stacks know the bus by its name, which the CDK makes of the path of this construct.
    (bus.node.defaultChild as CfnEventBus).overrideLogicalId("OrdersBus");
    const { queue, deadLetters, watches, graphs } = new WorkQueue(this, "Work", {
      worker,
      name: "OrdersEvents",
    });
    const rule = new Rule(this, "Accepted", {
      eventBus: bus,
      eventPattern: { source: [orderAccepted.source], detailType: [orderAccepted.detailType] },
    });
    rule.addTarget(
      new SqsQueue(queue, {
        retryAttempts: 185,
        maxEventAge: Duration.days(1),
        // What the queue does not take lies with what the worker could not process, and goes back in the same way.
        deadLetterQueue: deadLetters,
      }),
    );
    const role = storingRole(this, "events:PutEvents", bus.eventBusArn);
    storeIn(bus, { api, route, role });
    this.watches = watches;
    this.graphs = graphs;
  }
}
