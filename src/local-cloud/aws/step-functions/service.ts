/** Step Functions: executions are recorded for the console page and for tests; no state runs. */
import type { Cloud, RunningService, Service } from '../../contract.ts';
import { jsonApi } from '../protocol/json.ts';
import { type Execution, executionOperations } from './executions.ts';

export const stepFunctions: Service = {
  name: 'step-functions',
  supports: {
    'AWS::StepFunctions::StateMachine': {
      inert: ['EncryptionConfiguration', 'LoggingConfiguration', 'Tags', 'TracingConfiguration'],
      // Every state machine has a role, so that each is named.
      ignored: { RoleArn: 'executions are recorded and listed; no state runs' },
    },
  },
  start: async (cloud) => startStepFunctions(cloud),
};

function startStepFunctions(cloud: Cloud): RunningService {
  const executions = new Map<string, Execution>();
  return {
    deploy: async () => {},
    aws: { states: jsonApi('1.0', executionOperations(cloud, executions)) },
    reset: async () => executions.clear(),
    snapshot: async () => ({ executions: [...executions.values()].slice(-100).toReversed() }),
    close: async () => executions.clear(),
  };
}
