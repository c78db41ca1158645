import { CfnOutput, Duration, Validations } from "aws-cdk-lib";
import { type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type CfnGlobalTable, Operation, StreamViewType } from "aws-cdk-lib/aws-dynamodb";
import { type IRole, Policy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { daysToTry, tries, waiting } from "../../services/orders/waiting.ts";
import { failureQueue } from "./failure-queue.ts";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";

/** Orders that were given up never expire; SQS keeps no message longer. */
const daysNoted = 14;

/** The table itself between a route of the API and its worker: what waits is there to see, and its stream leads it on. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker, table }: IntakeProps) {
    super(scope, id);
    const resource = table.node.defaultChild as CfnGlobalTable;
    resource.streamSpecification = { streamViewType: StreamViewType.NEW_IMAGE };
    const failures = failureQueue(this, "OrdersFailures", daysNoted);

    const role = storingRole(this, "dynamodb:PutItem", table.tableArn);
    storeIn(table, { api, route, role });

    const accepted = worker.addEventSourceMapping("Accepted", {
      eventSourceArn: resource.attrStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // All changes of the table come by; these are new orders, and those that were put back.
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or("INSERT", "MODIFY"),
          dynamodb: { NewImage: { kind: { S: FilterRule.isEqual(waiting) } } },
        }),
      ],
      // Has to be done within the function's timeout when the table is slow too: half a second for each order.
      batchSize: 20,
      // Of each shard, as many batches at a time.
      parallelizationFactor: 10,
      reportBatchItemFailures: true,
      // A batch that fails is halved, so that one bad order is found and does not hold up the others for long.
      bisectBatchOnError: true,
      // Records hold up those behind them while they are tried again. A function that is throttled costs no attempt.
      retryAttempts: tries - 1,
      maxRecordAge: Duration.days(daysToTry),
      onFailure: new SqsDlq(failures),
    });
    if (worker.role) accepted.node.addDependency(this.mayRead(resource.attrStreamArn, worker.role));
    new CfnOutput(this, "TableArn", { value: table.tableArn });

    const age = worker.metric("IteratorAge", { statistic: Stats.MAXIMUM });
    const dead = failures.metricApproximateNumberOfMessagesVisible();
    const rejected = table.metricThrottledRequestsForOperation(Operation.PUT_ITEM);
    this.watches = [
      { id: "OldestOrder", description: "An order waits for 15 minutes", metric: age, above: 900_000 },
      { id: "FailuresFound", description: "Orders were given up; see the README", metric: dead },
      { id: "TableThrottles", description: "The table takes no more orders", metric: rejected },
    ];
    this.graphs = {
      "Orders given up and refused": [dead, rejected],
      "Age of the oldest order": [age],
    };
  }

  private mayRead(streamArn: string, role: IRole): Policy {
    const actions = ["DescribeStream", "GetRecords", "GetShardIterator"].map((name) => `dynamodb:${name}`);
    const policy = new Policy(this, "ReadStream", {
      roles: [role],
      statements: [
        new PolicyStatement({ actions, resources: [streamArn] }),
        new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
      ],
    });
    Validations.of(policy).acknowledge({
      id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
      reason: "ListStreams, which Lambda needs to find the stream, knows no resources.",
    });
    return policy;
  }
}
