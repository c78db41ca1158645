import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { account, region } from '../harness.ts';
import { arnOf, functionArn, HandlerError, startMachines } from './machines.ts';

const waiting = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } };
const working = {
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Result: 1, ResultPath: '$.first', Next: 'Work' },
    Work: { Type: 'Task', Resource: functionArn('work'), ResultPath: '$.work', End: true },
  },
};
const brief = { ...waiting, TimeoutSeconds: 0.05 };
const odd = {
  StartAt: 'Ask',
  States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', End: true } },
};
let isDown = false;
const works = {
  work: () => {
    if (isDown) throw new HandlerError('Down');
    return 'done';
  },
};

type Machines = Awaited<ReturnType<typeof startMachines>>;
let machines: Machines;
beforeEach(async () => {
  isDown = false;
  machines = await startMachines(
    { waiting, working, brief, odd, quick: working },
    { works, types: { quick: 'EXPRESS' } },
  );
});
let dataDir: string | undefined;
afterEach(async () => {
  await machines.close();
  // Only now nothing is written any more.
  if (dataDir) rmSync(dataDir, { recursive: true });
  dataDir = undefined;
});

const start = (machine: string, name?: string, input = '{}') =>
  machines.client.send(new StartExecutionCommand({ stateMachineArn: arnOf(machine), name, input }));
const describeOf = (executionArn?: string) =>
  machines.client.send(new DescribeExecutionCommand({ executionArn }));
const until = (executionArn: string | undefined, status: string) =>
  vi.waitFor(
    async () => {
      const execution = await describeOf(executionArn);
      expect(execution).toMatchObject({ status });
      return execution;
    },
    { interval: 10, timeout: 60_000 },
  );

it('starts an execution once by name and input while it runs, and never again by the name of one that has ended', async () => {
  const first = await start('waiting', 'order-1', '{"id":1}');
  expect(first.executionArn).toBe(`arn:aws:states:${region}:${account}:execution:waiting:order-1`);
  expect((await start('waiting', 'order-1', '{"id":1}')).startDate).toEqual(first.startDate);
  await expect(start('waiting', 'order-1', '{"id":2}')).rejects.toMatchObject({
    name: 'ExecutionAlreadyExists',
  });
  await machines.client.send(new StopExecutionCommand({ executionArn: first.executionArn, error: 'Enough' }));
  expect(await describeOf(first.executionArn)).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    input: '{"id":1}',
  });
  await expect(start('waiting', 'order-1', '{"id":1}')).rejects.toMatchObject({
    name: 'ExecutionAlreadyExists',
  });
});

it('lists executions by status, the newest first, page by page', async () => {
  for (const name of ['a', 'b', 'c']) await start('waiting', name);
  const list = (more: object) =>
    machines.client.send(new ListExecutionsCommand({ stateMachineArn: arnOf('waiting'), ...more }));
  const { executions = [], nextToken } = await list({ maxResults: 2, statusFilter: 'RUNNING' });
  expect(executions.map(({ name }) => name)).toEqual(['c', 'b']);
  expect((await list({ nextToken })).executions).toMatchObject([{ name: 'a' }]);
  expect((await list({ statusFilter: 'FAILED' })).executions).toEqual([]);
  await expect(list({ nextToken: 'forged' })).rejects.toMatchObject({ name: 'InvalidToken' });
  const { stateMachines = [] } = await machines.client.send(new ListStateMachinesCommand());
  expect(stateMachines.map(({ name, type }) => `${name} ${type}`)).toContain('quick EXPRESS');
});

it('goes on with a failed execution at the state that has failed', async () => {
  isDown = true;
  const { executionArn } = await start('working', 'one', '{"n":1}');
  expect(await until(executionArn, 'FAILED')).toMatchObject({ error: 'Down', redriveStatus: 'REDRIVABLE' });
  isDown = false;
  await machines.client.send(new RedriveExecutionCommand({ executionArn }));
  const { output, redriveCount } = await until(executionArn, 'SUCCEEDED');
  expect(JSON.parse(output ?? '')).toEqual({ n: 1, first: 1, work: 'done' });
  expect(redriveCount).toBe(1);
  const again = machines.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect(again).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
});

it('ends an execution at the timeout of the state machine', async () => {
  const { executionArn } = await start('brief');
  await until(executionArn, 'TIMED_OUT');
});

it('has the result of a synchronous execution, of Express workflows alone', async () => {
  // The SDK's client would ask another host, `sync-`.
  const sync = (machine: string) =>
    callAws(machines.cloud.cloud, {
      service: 'states',
      action: 'StartSyncExecution',
      region,
      input: { stateMachineArn: arnOf(machine), name: 'same', input: '{}' },
      caller: {},
    });
  const [one, other] = [await sync('quick'), await sync('quick')];
  expect(JSON.parse(one.output)).toEqual({ first: 1, work: 'done' });
  expect(other.executionArn).not.toBe(one.executionArn);
  await expect(sync('working')).rejects.toMatchObject({ code: 'StateMachineTypeNotSupported' });
});

it.each([
  [{ stateMachineArn: arnOf('none') }, 'StateMachineDoesNotExist'],
  [{ name: 'a b' }, 'InvalidName'],
  [{ name: 'a'.repeat(81) }, 'InvalidName'],
  [{ input: '{' }, 'InvalidExecutionInput'],
  [{ input: `"${'x'.repeat(262_143)}"` }, 'ValidationException'],
])('refuses %.60o', async (given, name) => {
  const command = new StartExecutionCommand({ stateMachineArn: arnOf('working'), ...given });
  await expect(machines.client.send(command)).rejects.toMatchObject({ name });
});

it('says at start, and in the execution, what does not run here', async () => {
  const text = expect.stringContaining('State Ask: no task of arn:aws:states:::bedrock:invokeModel runs.');
  const notices = machines.cloud.log.events().filter(({ kind }) => kind === 'notice');
  expect(notices).toEqual([expect.objectContaining({ text })]);
  const { executionArn } = await start('odd');
  expect(await until(executionArn, 'FAILED')).toMatchObject({ error: 'States.Runtime', cause: text });
});

it('shows executions on the console page', async () => {
  await start('waiting', 'shown', '{"id":1}');
  const panel = await machines.cloud.rooms.get('step-functions')!.snapshot!();
  const latest = { name: 'shown', status: 'RUNNING', state: 'Wait', input: '{"id":1}' };
  expect(panel?.stateMachines).toContainEqual(
    expect.objectContaining({
      arn: arnOf('waiting'),
      counts: { RUNNING: 1 },
      latest: [expect.objectContaining(latest)],
    }),
  );
});

it('goes on after a restart that keeps data', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'executions-'));
  isDown = true;
  const options = { works, dataDir, config: { stepFunctions: { retryMs: 20 } } };
  const Work = { ...working.States.Work, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1000 }] };
  const patient = { ...working, States: { ...working.States, Work } };
  await machines.close();
  machines = await startMachines({ patient }, options);
  const { executionArn } = await start('patient', 'kept');
  await machines.close();
  isDown = false;
  machines = await startMachines({ patient }, options);
  expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({ output: '{"first":1,"work":"done"}' });
});
