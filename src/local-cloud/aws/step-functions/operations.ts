import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, Resource } from '../../contract.ts';
import { newTraceId } from '../../trace.ts';
import type { Operations } from '../protocol/json.ts';
import { maxBytes } from './asl/run.ts';
import { type Execution, type Executions, executionArn } from './executions.ts';
import { isExpress } from './machine.ts';

const mostListed = 1000;

/** The operations on executions (Step Functions API reference, 2026). */
export function executionOperations(cloud: Cloud, executions: Executions): Operations {
  const machineAt = (arn: unknown): Resource => {
    const machine = cloud.model.find(String(arn), 'AWS::StepFunctions::StateMachine');
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };
  const allowed = (action: string, input: Properties, { caller }: AwsRequest): Execution => {
    cloud.authorize(caller, `states:${action}`, String(input.executionArn));
    const execution = executions.all.get(String(input.executionArn));
    if (execution) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${input.executionArn}'`);
  };
  const begin = (
    action: string,
    given: Properties,
    { caller, traceId = newTraceId() }: AwsRequest,
  ): Execution => {
    const machine = machineAt(given.stateMachineArn);
    cloud.authorize(caller, `states:${action}`, machine.arn);
    if (action === 'StartSyncExecution' && !isExpress(machine)) {
      const reason = 'This operation is not supported by this type of state machine';
      throw new AwsError('StateMachineTypeNotSupported', reason);
    }
    const name = nameOf(given.name);
    const input = inputOf(given.input);
    return executions.start(machine, {
      name,
      input,
      arn: executionArn(machine, name, randomUUID()),
      traceId,
    });
  };
  return {
    StartExecution: (input, request) => {
      const { arn, startedAt } = begin('StartExecution', input, request);
      return { executionArn: arn, startDate: startedAt / 1000 };
    },
    StartSyncExecution: async (input, request) => {
      const execution = begin('StartSyncExecution', input, request);
      await executions.ended(execution);
      return described(execution);
    },
    DescribeExecution: (input, request) => described(allowed('DescribeExecution', input, request)),
    StopExecution: (input, request) => {
      const execution = allowed('StopExecution', input, request);
      executions.stop(execution, input.error, input.cause);
      return { stopDate: (execution.stoppedAt ?? 0) / 1000 };
    },
    RedriveExecution: (input, request) => {
      const execution = allowed('RedriveExecution', input, request);
      executions.redrive(execution);
      return { redriveDate: (execution.redrivenAt ?? 0) / 1000 };
    },
    ListExecutions: ({ stateMachineArn, statusFilter, maxResults, nextToken }, { caller }) => {
      const { arn } = machineAt(stateMachineArn);
      cloud.authorize(caller, 'states:ListExecutions', arn);
      const found = [...executions.all.values()]
        .filter((each) => each.stateMachineArn === arn && (statusFilter ?? each.status) === each.status)
        .toReversed();
      const first = nextToken === undefined ? 0 : found.findIndex((each) => each.arn === nextToken);
      if (first < 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
      const end = first + Math.min(Number(maxResults) || 100, mostListed);
      return { executions: found.slice(first, end).map(listed), nextToken: found[end]?.arn };
    },
    ListStateMachines: (_, { caller }) => {
      cloud.authorize(caller, 'states:ListStateMachines', '*');
      const machines = cloud.model.byType('AWS::StepFunctions::StateMachine');
      return {
        stateMachines: machines.map((machine) => ({
          stateMachineArn: machine.arn,
          name: machine.arn.split(':').at(-1),
          type: isExpress(machine) ? 'EXPRESS' : 'STANDARD',
          creationDate: 0,
        })),
      };
    },
  };
}

/** 1 to 80 characters without spaces, brackets, wildcards and some others (API reference, StartExecution, 2026). */
function nameOf(given: unknown): string {
  const name = String(given ?? randomUUID());
  if (/^[^\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

function inputOf(given: unknown): string {
  const input = String(given ?? '{}');
  if (Buffer.byteLength(input) > maxBytes) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${maxBytes}`,
    );
  }
  try {
    JSON.parse(input);
    return input;
  } catch (error) {
    const reason = (error as Error).message;
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  }
}

const listed = (execution: Execution): Properties => ({
  executionArn: execution.arn,
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  status: execution.status,
  startDate: execution.startedAt / 1000,
  stopDate: execution.stoppedAt && execution.stoppedAt / 1000,
  redriveCount: execution.redrives,
  redriveDate: execution.redrivenAt && execution.redrivenAt / 1000,
});

const described = (execution: Execution): Properties => ({
  ...listed(execution),
  input: execution.input,
  inputDetails: { included: true },
  ...(execution.output === undefined ? {} : { output: execution.output, outputDetails: { included: true } }),
  error: execution.error,
  cause: execution.cause,
  redriveStatus: ['RUNNING', 'SUCCEEDED'].includes(execution.status) ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
});
