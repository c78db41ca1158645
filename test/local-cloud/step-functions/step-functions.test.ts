import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { stepFunctions } from '../../../src/local-cloud/aws/step-functions/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';

const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:fulfil`;
const executionArn = `arn:aws:states:${region}:${account}:execution:fulfil:order-1`;
let cloud: Harness;
beforeAll(async () => {
  const Properties = { StateMachineName: 'fulfil', RoleArn: 'arn:aws:iam::123456789012:role/x' };
  cloud = await startHarness({
    services: [stepFunctions],
    resources: { Fulfil: { Type: 'AWS::StepFunctions::StateMachine', Properties } },
  });
});
beforeEach(async () => cloud.reset());
afterAll(async () => cloud.close());

const call = (action: string, input: object) =>
  callAws(cloud.cloud, { service: 'states', action, region, input, caller: {} });

it('records executions, once by name and input', async () => {
  const start = (input: string) => call('StartExecution', { stateMachineArn, name: 'order-1', input });
  const first = await start('{"id":1}');
  expect(first.executionArn).toBe(executionArn);
  expect(await start('{"id":1}')).toEqual(first);
  await expect(start('{"id":2}')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  expect(await call('DescribeExecution', { executionArn })).toMatchObject({
    status: 'RUNNING',
    input: '{"id":1}',
  });
  const { executions } = await call('ListExecutions', { stateMachineArn });
  expect(executions).toMatchObject([{ name: 'order-1' }]);
  await call('StopExecution', { executionArn });
  expect(await call('DescribeExecution', { executionArn })).toMatchObject({ status: 'ABORTED' });
  expect(await cloud.rooms.get('step-functions')!.snapshot!()).toMatchObject({
    executions: [{ name: 'order-1', input: '{"id":1}' }],
  });
});

it('refuses unknown machines and input that is no JSON', async () => {
  const unknown = call('StartExecution', { stateMachineArn: `${stateMachineArn}-none` });
  await expect(unknown).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
  const bad = call('StartExecution', { stateMachineArn, input: '{' });
  await expect(bad).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
});

it('has no result for a synchronous execution, and says so', async () => {
  await expect(call('StartSyncExecution', { stateMachineArn, input: '{}' })).rejects.toThrow(
    'runs no states',
  );
  const { ignored } = stepFunctions.supports['AWS::StepFunctions::StateMachine'] ?? {};
  expect(ignored?.RoleArn).toContain('no state runs');
});
