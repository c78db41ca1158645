import { AwsError } from '../../aws-error.ts';
import type { Cloud, Resource } from '../../contract.ts';
import type { Clock } from '../clock.ts';
import { Failure } from './asl/failure.ts';
import { type Position, run } from './asl/run.ts';
import { sleep } from './asl/sleep.ts';
import { unservedOf } from './asl/unserved.ts';
import { type Definition, definitionOf, isExpress } from './machine.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Times are in milliseconds since the epoch; input and output are JSON texts. */
export interface Execution {
  arn: string;
  name: string;
  stateMachineArn: string;
  roleArn: string;
  /** As it was when the execution began: a deploy changes nothing for what runs. */
  definition: Definition;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  status: Status;
  /** The state that it is in, or where it ended. */
  position: Position;
  startedAt: number;
  stoppedAt?: number;
  redrives: number;
  redrivenAt?: number;
  traceId: string;
}

export interface Executions {
  all: Map<string, Execution>;
  /** Begins a new one. Throws as StartExecution does. */
  start(machine: Resource, given: { name: string; arn: string; input: string; traceId: string }): Execution;
  /** Goes on with one that has ended badly, at the state where it did. */
  redrive(execution: Execution): void;
  stop(execution: Execution, error?: string, cause?: string): void;
  /** Goes on with those that an earlier start of the local cloud left running. */
  resume(): void;
  /** Resolves when the execution has ended. */
  ended(execution: Execution): Promise<void>;
  clear(): void;
}

export function createExecutions(cloud: Cloud, clock: Clock, changed: () => void): Executions {
  const all = new Map<string, Execution>();
  const running = new Map<string, { over: AbortController; end: Promise<void> }>();
  const given: unknown = cloud.config.stepFunctions?.retryMs;
  const retryMs = typeof given === 'number' && given >= 0 ? given : undefined;

  function go(execution: Execution): void {
    const over = new AbortController();
    const end = work(execution, over.signal).finally(() => {
      over.abort();
      running.delete(execution.arn);
      changed();
    });
    running.set(execution.arn, { over, end });
    changed();
  }

  async function work(execution: Execution, signal: AbortSignal): Promise<void> {
    const { TimeoutSeconds } = execution.definition;
    const begun = execution.redrivenAt ?? execution.startedAt;
    const stopped = new Promise<'stopped'>((resolve) =>
      signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
    );
    const late =
      TimeoutSeconds === undefined
        ? []
        : [sleep({ clock, signal }, begun + 1000 * TimeoutSeconds - clock.now()).then(() => 'late' as const)];
    try {
      const result = await Promise.race([output(execution, signal), stopped, ...late]);
      if (result === 'stopped') return;
      if (result === 'late') close(execution, { status: 'TIMED_OUT' });
      else close(execution, { status: 'SUCCEEDED', output: result.output });
    } catch (error) {
      const failure =
        error instanceof Failure ? error : new Failure('States.Runtime', (error as Error).message);
      close(execution, { status: 'FAILED', error: failure.error, cause: failure.message });
    }
  }

  async function output(execution: Execution, signal: AbortSignal): Promise<{ output: string }> {
    const [unserved] = unservedOf(execution.definition);
    if (unserved) throw new Failure('States.Runtime', `The local cloud cannot run this. ${unserved}`);
    const surroundings = {
      cloud,
      clock,
      signal,
      retryMs,
      caller: { roleArn: execution.roleArn, sourceArn: execution.stateMachineArn },
      region: execution.arn.split(':')[3]!,
      traceId: execution.traceId,
      context: contextOf(execution),
    };
    const value = await run(execution.definition, execution.position, surroundings, (position) => {
      execution.position = position;
      changed();
    });
    return { output: JSON.stringify(value) };
  }

  function close(execution: Execution, result: Partial<Execution>): void {
    Object.assign(execution, result, { stoppedAt: clock.now() });
    const { status, name, traceId, error, cause } = execution;
    if (status === 'SUCCEEDED') return;
    const why = [error, cause].filter(Boolean).join(': ');
    const text = `Execution ${name} is ${status}${why && ` (${why.slice(0, 500)})`}`;
    cloud.trace({ traceId, kind: 'log', source: execution.stateMachineArn.split(':').at(-1)!, text });
  }

  return {
    all,
    start: (machine, { name, arn, input, traceId }) => {
      const known = all.get(arn);
      if (known) {
        // Starting a running execution again with the same input is no error (API reference, StartExecution, 2026).
        if (known.status === 'RUNNING' && known.input === input) return known;
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const definition = definitionOf(machine);
      const execution: Execution = {
        arn,
        name,
        stateMachineArn: machine.arn,
        roleArn: String(machine.properties.RoleArn ?? ''),
        definition,
        input,
        status: 'RUNNING',
        position: { state: definition.StartAt, input: JSON.parse(input) },
        startedAt: clock.now(),
        redrives: 0,
        traceId,
      };
      all.set(arn, execution);
      go(execution);
      return execution;
    },
    redrive: (execution) => {
      const { status } = execution;
      if (status === 'RUNNING' || status === 'SUCCEEDED') {
        const reason = `Execution is ${status} and cannot be redriven`;
        throw new AwsError('ExecutionNotRedrivable', reason);
      }
      Object.assign(execution, {
        status: 'RUNNING',
        error: undefined,
        cause: undefined,
        stoppedAt: undefined,
        redrives: execution.redrives + 1,
        redrivenAt: clock.now(),
      });
      go(execution);
    },
    stop: (execution, error, cause) => {
      if (execution.status !== 'RUNNING') return;
      close(execution, { status: 'ABORTED', error, cause });
      running.get(execution.arn)?.over.abort();
    },
    resume: () => {
      for (const execution of all.values())
        if (execution.status === 'RUNNING' && !running.has(execution.arn)) go(execution);
    },
    ended: async ({ arn }) => running.get(arn)?.end,
    clear: () => {
      for (const { over } of running.values()) over.abort();
      all.clear();
    },
  };
}

/** The context object (developer guide, "Accessing execution data from the Context object", 2026). */
function contextOf(execution: Execution) {
  const { arn, name, input, roleArn, startedAt, stateMachineArn, redrives, redrivenAt } = execution;
  return {
    Execution: {
      Id: arn,
      Name: name,
      Input: JSON.parse(input),
      RoleArn: roleArn,
      StartTime: new Date(startedAt).toISOString(),
      RedriveCount: redrives,
      ...(redrivenAt === undefined ? {} : { RedriveTime: new Date(redrivenAt).toISOString() }),
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) },
  };
}

/** ARN of an execution. Those of Express workflows are told apart by more than their names. */
export function executionArn(machine: Resource, name: string, unique: string): string {
  if (isExpress(machine)) return `${machine.arn.replace(':stateMachine:', ':express:')}:${name}:${unique}`;
  return `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
}
