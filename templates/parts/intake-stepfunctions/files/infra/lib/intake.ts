import { CfnOutput, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  type CfnStateMachine,
  DefinitionBody,
  JitterType,
  JsonPath,
  LogLevel,
  StateMachine,
  TaskInput,
} from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Construct } from "constructs";
import { daysToTry, tries } from "../../services/orders/waiting.ts";
import { storeIn } from "./intake-integration.ts";
import type { Watch } from "./monitoring.ts";
import { type IntakeProps, storingRole } from "./storing-route.ts";

/** A workflow between a route of the API and its worker: each order is an execution, which is there to see and to redrive. */
export class Intake extends Construct {
  readonly watches: Watch[];
  readonly graphs: Record<string, IMetric[]>;
  private readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { api, route, worker }: IntakeProps) {
    super(scope, id);
    this.worker = worker;
    const machine = this.workflow();
    const role = storingRole(this, "states:StartExecution", machine.stateMachineArn);
    storeIn(machine, { api, route, role });
    new CfnOutput(this, "WorkflowArn", { value: machine.stateMachineArn });

    const failed = machine.metricFailed();
    const late = machine.metricTimedOut();
    const throttled = machine.metricThrottled();
    const duration = machine.metricTime({ statistic: Stats.MAXIMUM });
    this.watches = [
      { id: "OrdersFailed", description: "Orders were given up; see the README", metric: failed },
      { id: "OrdersTimedOut", description: "Orders have waited for a week; see the README", metric: late },
      { id: "WorkflowThrottles", description: "Step Functions is at its limit", metric: throttled },
      { id: "SlowestOrder", description: "An order took 15 minutes", metric: duration, above: 900_000 },
    ];
    this.graphs = {
      "Orders started, processed and given up": [machine.metricStarted(), machine.metricSucceeded(), failed],
      "Time from acceptance to the end, the longest": [duration],
    };
  }

  private workflow(): StateMachine {
    const process = this.work("Process", "process");
    const noteFailure = this.work("NoteFailure", "giveUp");
    // A redrive begins at the state that has failed: this is a try of the worker, and what it fails with is what one reads.
    const lastTry = this.work("LastTry", "process");
    // A function that is throttled costs no try: it gets 2,000, five minutes apart at most.
    process.addRetry({
      errors: ["Lambda.TooManyRequestsException"],
      maxAttempts: 2_000,
      maxDelay: Duration.minutes(5),
      jitterStrategy: JitterType.FULL,
    });
    process.addRetry({
      interval: Duration.seconds(10),
      maxAttempts: tries - 1,
      maxDelay: Duration.minutes(2),
      jitterStrategy: JitterType.FULL,
    });
    process.addCatch(noteFailure, { resultPath: JsonPath.DISCARD });
    noteFailure.addRetry({ maxAttempts: tries - 1, jitterStrategy: JitterType.FULL });
    noteFailure.addCatch(lastTry, { resultPath: JsonPath.DISCARD });
    noteFailure.next(lastTry);

    const machine = new StateMachine(this, "Workflow", {
      definitionBody: DefinitionBody.fromChainable(process),
      timeout: Duration.days(daysToTry),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, "Logs", {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // What customers order stays out of the logs.
        includeExecutionData: false,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (machine.node.defaultChild as CfnStateMachine).overrideLogicalId("OrdersWorkflow");
    this.acknowledgeGrants(machine);
    return machine;
  }

  /** A state that has the worker do something with the order, and passes the order on. */
  private work(id: string, task: "process" | "giveUp"): LambdaInvoke {
    return new LambdaInvoke(this, id, {
      lambdaFunction: this.worker,
      payload: TaskInput.fromObject({
        task,
        startedAt: JsonPath.executionStartTime,
        input: JsonPath.entirePayload,
      }),
      resultPath: JsonPath.DISCARD,
    });
  }

  private acknowledgeGrants({ role }: StateMachine): void {
    const { stack } = this.worker;
    const worker = stack.getLogicalId(this.worker.node.defaultChild as CfnFunction);
    Validations.of(role).acknowledge(
      {
        id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason: "X-Ray and the delivery of logs know no resources.",
      },
      {
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${worker}.Arn>:*]`,
        reason: "The CDK grants the versions of a function with it. They are the same worker.",
      },
    );
  }
}
