/** Step Functions: executions of the state machines of the templates, run by an interpreter of the States Language. */

import { AwsError } from '../../aws-error.ts';
import type { Cloud, Resource, RunningService, Service } from '../../contract.ts';
import { keep } from '../../keep.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi } from '../protocol/json.ts';
import { unservedOf } from './asl/unserved.ts';
import { createExecutions, type Execution } from './executions.ts';
import { definitionOf } from './machine.ts';
import { executionOperations } from './operations.ts';

const shownExecutions = 20;
const shownBytes = 2000;

/** The room over a clock of one's own. */
export const createStepFunctions = (clock: Clock): Service => ({
  name: 'step-functions',
  supports: {
    'AWS::StepFunctions::StateMachine': {
      inert: ['EncryptionConfiguration', 'LoggingConfiguration', 'Tags', 'TracingConfiguration'],
      ignored: { DefinitionS3Location: 'the definition is read from the template alone' },
    },
  },
  start: (cloud) => startStepFunctions(cloud, clock),
});

export const stepFunctions: Service = createStepFunctions(systemClock);

async function startStepFunctions(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const executions = createExecutions(cloud, clock, () => kept.changed());
  const kept = keep<{ executions: Execution[] }>(cloud, {
    room: 'step-functions',
    holds: 'the executions of the state machines',
    read: () => ({ executions: [...executions.all.values()] }),
    restore: (state) => {
      for (const execution of state.executions) executions.all.set(execution.arn, execution);
    },
  });
  await kept.load();
  const answer = jsonApi('1.0', executionOperations(cloud, executions));
  return {
    deploy: async () => {
      nameUnserved(cloud);
      executions.resume();
    },
    aws: { states: answer },
    reset: async () => {
      executions.clear();
      kept.changed();
    },
    snapshot: async () => ({ stateMachines: snapshotOf(cloud, [...executions.all.values()]) }),
    close: async () => {
      await kept.close();
      executions.clear();
    },
  };
}

/** What a state machine asks for and does not get is named once a deploy. */
function nameUnserved(cloud: Cloud): void {
  for (const machine of cloud.model.byType('AWS::StepFunctions::StateMachine')) {
    if (machine.properties.DefinitionS3Location) continue;
    for (const fault of faultsOf(machine)) {
      const text = `Executions of ${machine.path} fail here. ${fault}`;
      cloud.trace({ traceId: '', kind: 'notice', source: 'step-functions', text });
    }
  }
}

function faultsOf(machine: Resource): string[] {
  try {
    return unservedOf(definitionOf(machine));
  } catch (error) {
    if (error instanceof AwsError) return [error.message];
    throw error;
  }
}

/** Each state machine with how many executions it has by status, and the latest. */
function snapshotOf(cloud: Cloud, executions: Execution[]) {
  return cloud.model.byType('AWS::StepFunctions::StateMachine').map(({ arn }) => {
    const own = executions.filter(({ stateMachineArn }) => stateMachineArn === arn);
    const counts: Record<string, number> = {};
    for (const { status } of own) counts[status] = (counts[status] ?? 0) + 1;
    return { arn, counts, latest: own.slice(-shownExecutions).toReversed().map(shown) };
  });
}

const shown = ({ arn, name, status, position, input, error, cause, startedAt }: Execution) => ({
  ...{ arn, name, status, state: position.state, error, cause, startedAt },
  input: input.slice(0, shownBytes),
});
