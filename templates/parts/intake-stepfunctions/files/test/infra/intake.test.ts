import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { storingStatements } from "./storing-statements.ts";

interface States {
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, { Next?: string; End?: boolean; Retry: Retrier[]; Catch?: { Next: string }[] }>;
}

interface Retrier {
  ErrorEquals: string[];
  MaxAttempts: number;
}

describe("the intake", () => {
  let template: Template;
  let workflow: States;
  beforeAll(() => {
    template = templatesOf().get(`${slug}-orders-${stages[0]?.name}`) as Template;
    const { OrdersWorkflow } = template.findResources("AWS::StepFunctions::StateMachine");
    // Names of resources stand between the texts.
    const [, parts] = OrdersWorkflow?.Properties.DefinitionString["Fn::Join"] as [string, unknown[]];
    workflow = JSON.parse(parts.map((part) => (typeof part === "string" ? part : "x")).join(""));
  });

  it("lets the API start executions, and do nothing else", () => {
    expect(storingStatements(template)).toEqual([
      { Action: "states:StartExecution", Effect: "Allow", Resource: { Ref: "OrdersWorkflow" } },
    ]);
  });

  it("tries an order five times, and a function that is throttled for days", () => {
    const { Process } = workflow.States;
    const attempts = Process?.Retry.map(({ ErrorEquals, MaxAttempts }) => [ErrorEquals.at(-1), MaxAttempts]);
    expect(attempts).toContainEqual(["Lambda.TooManyRequestsException", 2000]);
    expect(attempts?.at(-1)).toEqual(["States.ALL", 4]);
  });

  it("notes what it gives up, and ends in a try of the worker, where a redrive begins", () => {
    const { Process, NoteFailure, LastTry } = workflow.States;
    expect(workflow.StartAt).toBe("Process");
    expect(Process).toMatchObject({
      End: true,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "NoteFailure" }],
    });
    expect(NoteFailure).toMatchObject({ Next: "LastTry", Catch: [{ Next: "LastTry" }] });
    expect(LastTry).toMatchObject({ End: true });
    expect(LastTry).not.toHaveProperty("Catch");
  });

  it("keeps executions even when the stack is deleted, logs all of them, and no orders in the logs", () => {
    template.hasResource("AWS::StepFunctions::StateMachine", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
        TracingConfiguration: { Enabled: true },
      },
    });
  });

  it("wakes somebody when orders fail or take long", () => {
    for (const MetricName of [
      "ExecutionsFailed",
      "ExecutionsTimedOut",
      "ExecutionThrottled",
      "ExecutionTime",
    ]) {
      template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName, Namespace: "AWS/States" });
    }
  });
});
