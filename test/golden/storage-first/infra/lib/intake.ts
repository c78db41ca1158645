import { CfnOutput, Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { type CfnQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Api } from "./api.ts";
import { intakeResponses, storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import type { Route } from "./route.ts";

export interface IntakeProps {
  api: Api;
  /** The route whose requests are stored. */
  route: Omit<Route, "function">;
  /** Works off what was stored. */
  worker: LambdaFunction;
}

/** A queue between a route of the API and its worker: requests are stored even when the worker is down. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    const deadLetters = new Queue(this, "DeadLetters", {
      // Counts from the day on which the message came into the first queue.
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const queue = new Queue(this, "Queue", {
      // What AWS advises: a message does not come again while Lambda still tries to deliver it.
      visibilityTimeout: Duration.seconds(6 * (worker.timeout?.toSeconds() ?? 3)),
      retentionPeriod: Duration.days(7),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // CloudFormation knows the queues by these ids: they stay, however the constructs around them are arranged.
    (queue.node.defaultChild as CfnQueue).overrideLogicalId("OrdersQueue");
    (deadLetters.node.defaultChild as CfnQueue).overrideLogicalId("OrdersDeadLetters");

    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
    // `grantSendMessages` would also let the API read the queue's attributes.
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn] }));
    api.addRoute(route, storeIn(queue, role), intakeResponses);

    worker.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        // Leaves the rest of Lambda's concurrency and of the table's capacity to the routes.
        maxConcurrency: 10,
      }),
    );
    new CfnOutput(this, "DeadLettersUrl", { value: deadLetters.queueUrl });

    const age = queue.metricApproximateAgeOfOldestMessage();
    const depth = queue.metricApproximateNumberOfMessagesVisible();
    const dead = deadLetters.metricApproximateNumberOfMessagesVisible();
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
