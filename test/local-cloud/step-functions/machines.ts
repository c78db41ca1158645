import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '../../../src/local-cloud/aws/clock.ts';
import { createStepFunctions } from '../../../src/local-cloud/aws/step-functions/service.ts';
import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import type { Service } from '../../../src/local-cloud/contract.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';

/** What a function does with a payload. */
export type Work = (payload: Record<string, unknown>, attempt: number) => unknown;

/** Fails as Lambda tells of an error of a handler. */
export class HandlerError extends Error {}

/** Functions in place of the lambda room, by name. */
function functionRoom(works: Map<string, Work>, calls: { name: string; roleArn?: string }[]): Service {
  return {
    name: 'lambda',
    supports: { 'AWS::Lambda::Function': {} },
    start: async () => ({
      deploy: async () => {},
      close: async () => {},
      invoke: async (arn, payload, { caller }) => {
        const name = arn.split(':')[6] ?? arn;
        calls.push({ name, roleArn: caller.roleArn });
        const attempt = calls.filter((each) => each.name === name).length;
        const answer = { requestId: randomUUID(), duration: 1 };
        const work = works.get(name);
        if (!work) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
        try {
          return { ...answer, payload: JSON.stringify((await work(JSON.parse(payload), attempt)) ?? null) };
        } catch (error) {
          if (!(error instanceof HandlerError)) throw error;
          const document = { errorType: error.message, errorMessage: 'it failed', trace: [] };
          return { ...answer, payload: JSON.stringify(document), error: 'Unhandled' };
        }
      },
    }),
  };
}

export const roleArn = `arn:aws:iam::${account}:role/machine`;
export const arnOf = (machine: string) => `arn:aws:states:${region}:${account}:stateMachine:${machine}`;
export const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** State machines by name, with functions that tests write. */
export async function startMachines(
  definitions: Record<string, unknown>,
  options: {
    works?: Record<string, Work>;
    clock?: typeof systemClock;
    config?: object;
    types?: Record<string, string>;
    dataDir?: string;
    services?: Service[];
    resources?: Record<string, { Type: string; Properties: object }>;
  } = {},
): Promise<{
  cloud: Harness;
  client: SFNClient;
  calls: { name: string; roleArn?: string }[];
  close(): Promise<void>;
}> {
  const calls: { name: string; roleArn?: string }[] = [];
  const works = new Map(Object.entries(options.works ?? {}));
  const machines = Object.entries(definitions).map(([name, definition]) => [
    name,
    {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: name,
        StateMachineType: options.types?.[name],
        RoleArn: roleArn,
        DefinitionString: typeof definition === 'string' ? definition : JSON.stringify(definition),
      },
    },
  ]);
  const cloud = await startHarness({
    services: [
      createStepFunctions(options.clock ?? systemClock),
      functionRoom(works, calls),
      ...(options.services ?? []),
    ],
    resources: { ...Object.fromEntries(machines), ...options.resources },
    config: { ...options.config },
    dataDir: options.dataDir,
    flags: { iam: false },
  });
  const client = new SFNClient(cloud.client);
  return {
    cloud,
    client,
    calls,
    close: async () => {
      client.destroy();
      await cloud.close();
    },
  };
}
