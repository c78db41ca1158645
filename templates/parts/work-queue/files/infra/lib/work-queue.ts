import { CfnOutput, Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { type CfnQueue, Queue, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { daysToWait, tries } from "../../services/orders/waiting.ts";
import type { Watch } from "./monitoring.ts";

export interface WorkQueueProps {
  worker: LambdaFunction;
  /**
   * First part of the logical ids. CloudFormation keeps the queues by them, however the constructs are arranged. What
   * another kind of messages waits in has another name: no worker gets what it cannot read.
   */
  name: string;
  /** Messages that the worker gets at a time, at most. Default 10. */
  batchSize?: number;
  /** How long the worker may take for what it gets, when that is longer than its own timeout. */
  timeout?: Duration;
  /** What a FIFO queue has beyond the others. */
  fifo?: Pick<QueueProps, "fifo" | "deduplicationScope" | "fifoThroughputLimit">;
}

/** A queue that a worker works off, and the dead letters: what has failed five times. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { worker, name, batchSize = 10, timeout, fifo }: WorkQueueProps) {
    super(scope, id);
    const resource = worker.node.defaultChild as CfnFunction;
    if (timeout) resource.timeout = timeout.toSeconds();
    const deadLetters = new Queue(this, "DeadLetters", {
      ...fifo,
      // Counts from the day on which the message came into the first queue.
      retentionPeriod: Duration.days(daysToWait),
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const queue = new Queue(this, "Queue", {
      ...fifo,
      // What AWS advises: a message does not come again while Lambda still tries to deliver it.
      visibilityTimeout: Duration.seconds(6 * (resource.timeout ?? 3)),
      // What nobody works off is lost after that, so it is as long as SQS can: the alarms go off long before.
      retentionPeriod: Duration.days(daysToWait),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (queue.node.defaultChild as CfnQueue).overrideLogicalId(`${name}Queue`);
    (deadLetters.node.defaultChild as CfnQueue).overrideLogicalId(`${name}DeadLetters`);

    worker.addEventSource(
      new SqsEventSource(queue, {
        batchSize,
        reportBatchItemFailures: true,
        // Leaves the rest of Lambda's concurrency to the routes. Ten functions with ten orders each at a time can write more
        // than the table takes, some 200 orders a second (see service-table.ts): a backlog then shares it with the routes,
        // and what the table throttles is tried again after pauses. Raise this and the limits of the table together.
        maxConcurrency: 10,
      }),
    );
    new CfnOutput(this, "DeadLettersUrl", { value: deadLetters.queueUrl });

    const age = queue.metricApproximateAgeOfOldestMessage();
    const depth = queue.metricApproximateNumberOfMessagesVisible();
    const dead = deadLetters.metricApproximateNumberOfMessagesVisible();
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.watches = [
      { id: "OldestOrder", description: "An order waits for 15 minutes", metric: age, above: 900 },
      { id: "QueueDepth", description: "10,000 orders wait", metric: depth, above: 10_000 },
      { id: "DeadLettersFound", description: "An order failed five times; see the README", metric: dead },
    ];
    this.graphs = {
      "Orders in the queue": [depth, queue.metricApproximateNumberOfMessagesNotVisible(), dead],
      "Age of the oldest order": [age],
    };
  }
}
