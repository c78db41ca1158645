import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { Cloud, Properties, Resource } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';

export interface Execution {
  arn: string;
  name: string;
  stateMachineArn: string;
  /** JSON text. */
  input: string;
  status: 'RUNNING' | 'ABORTED';
  /** Milliseconds since the epoch. */
  startedAt: number;
  stoppedAt?: number;
}

/** Starting, describing, listing and stopping executions (Step Functions API reference, 2026). */
export function executionOperations(cloud: Cloud, executions: Map<string, Execution>): Operations {
  const machineAt = (arn: unknown): Resource => {
    const machine = cloud.model.find(String(arn), 'AWS::StepFunctions::StateMachine');
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };
  const executionAt = (arn: unknown): Execution => {
    const execution = executions.get(String(arn));
    if (execution) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  };
  return {
    StartExecution: (input, { caller }) => {
      const { arn } = machineAt(input.stateMachineArn);
      cloud.authorize(caller, 'states:StartExecution', arn);
      const execution = record(executions, arn, input);
      return { executionArn: execution.arn, startDate: execution.startedAt / 1000 };
    },
    StartSyncExecution: (input, { caller }) => {
      const { arn } = machineAt(input.stateMachineArn);
      cloud.authorize(caller, 'states:StartSyncExecution', arn);
      record(executions, arn, input);
      throw new AwsError(
        'UnsupportedOperationException',
        'The local cloud records executions and runs no states, so that a synchronous one has no result. Deploy the state machine to try it.',
      );
    },
    DescribeExecution: ({ executionArn }, { caller }) => {
      cloud.authorize(caller, 'states:DescribeExecution', String(executionArn));
      const execution = executionAt(executionArn);
      return { ...listed(execution), input: execution.input, inputDetails: { included: true } };
    },
    StopExecution: ({ executionArn }, { caller }) => {
      cloud.authorize(caller, 'states:StopExecution', String(executionArn));
      const execution = executionAt(executionArn);
      if (execution.status === 'RUNNING')
        Object.assign(execution, { status: 'ABORTED', stoppedAt: Date.now() });
      return { stopDate: (execution.stoppedAt ?? Date.now()) / 1000 };
    },
    ListExecutions: ({ stateMachineArn, statusFilter }, { caller }) => {
      const { arn } = machineAt(stateMachineArn);
      cloud.authorize(caller, 'states:ListExecutions', arn);
      const found = [...executions.values()].filter(
        (each) => each.stateMachineArn === arn && (statusFilter ?? each.status) === each.status,
      );
      return { executions: found.map(listed).toReversed() };
    },
    ListStateMachines: (_, { caller }) => {
      cloud.authorize(caller, 'states:ListStateMachines', '*');
      const machines = cloud.model.byType('AWS::StepFunctions::StateMachine');
      return {
        stateMachines: machines.map(({ arn, properties }) => ({
          stateMachineArn: arn,
          name: arn.split(':').at(-1),
          type: properties.StateMachineType ?? 'STANDARD',
          creationDate: 0,
        })),
      };
    },
  };
}

function record(executions: Map<string, Execution>, machineArn: string, given: Properties): Execution {
  const name = String(given.name ?? randomUUID());
  const input = String(given.input ?? '{}');
  if (!/^[\w-]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  checkInput(input);
  const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const known = executions.get(arn);
  if (known) {
    // Starting a running execution again with the same input is no error.
    if (known.status === 'RUNNING' && known.input === input) return known;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const execution: Execution = {
    arn,
    name,
    stateMachineArn: machineArn,
    input,
    status: 'RUNNING',
    startedAt: Date.now(),
  };
  executions.set(arn, execution);
  return execution;
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${input}' is not JSON.`,
    );
  }
}

const listed = ({ arn, name, stateMachineArn, status, startedAt, stoppedAt }: Execution): Properties => ({
  executionArn: arn,
  stateMachineArn,
  name,
  status,
  startDate: startedAt / 1000,
  stopDate: stoppedAt && stoppedAt / 1000,
});
