/** Parameter Store; expectations from the Systems Manager API reference (2026). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { ssm } from '../../../src/local-cloud/aws/ssm/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';

const parameter = (Name: string, Value: string, Type = 'String') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Value, Type },
});
let cloud: Harness;
beforeAll(async () => {
  cloud = await startHarness({
    services: [ssm],
    resources: {
      Host: parameter('/shop/db/host', 'localhost'),
      Zones: parameter('/shop/zones', 'a,b', 'StringList'),
      Plain: parameter('plain', 'x'),
    },
    config: { ssm: { '/shop/key': 'from config' } },
  });
});
beforeEach(async () => cloud.reset());
afterAll(async () => cloud.close());

const call = (action: string, input: object) =>
  callAws(cloud.cloud, { service: 'ssm', action, region, input, caller: {} });
const names = async (input: object) =>
  (await call('GetParametersByPath', input)).Parameters.map(({ Name }: { Name: string }) => Name).sort();

it('gives parameters by name, with a version, or by ARN', async () => {
  const ARN = `arn:aws:ssm:${region}:${account}:parameter/shop/zones`;
  const { Parameter } = await call('GetParameter', { Name: '/shop/zones' });
  expect(Parameter).toMatchObject({ Name: '/shop/zones', Type: 'StringList', Value: 'a,b', Version: 1, ARN });
  expect((await call('GetParameter', { Name: '/shop/zones:1' })).Parameter.Value).toBe('a,b');
  expect((await call('GetParameter', { Name: ARN })).Parameter.Value).toBe('a,b');
  expect((await call('GetParameter', { Name: ARN.replace('shop/zones', 'plain') })).Parameter.Value).toBe(
    'x',
  );
  expect((await call('GetParameter', { Name: '/shop/key' })).Parameter.Value).toBe('from config');
  await expect(call('GetParameter', { Name: '/none' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
});

it('gives many at once, and names those that are not there', async () => {
  const answer = await call('GetParameters', { Names: ['plain', '/none'] });
  expect(answer).toMatchObject({ Parameters: [{ Name: 'plain', Value: 'x' }], InvalidParameters: ['/none'] });
});

it('gives those below a path', async () => {
  expect(await names({ Path: '/shop' })).toEqual(['/shop/key', '/shop/zones']);
  expect(await names({ Path: '/shop/', Recursive: true })).toEqual([
    '/shop/db/host',
    '/shop/key',
    '/shop/zones',
  ]);
});

it('takes new values, which a reset takes away', async () => {
  const put = (more = {}) => call('PutParameter', { Name: 'plain', Value: 'y', ...more });
  await expect(put()).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
  expect((await put({ Overwrite: true })).Version).toBe(2);
  expect((await call('GetParameter', { Name: 'plain' })).Parameter.Value).toBe('y');
  await cloud.reset();
  expect((await call('GetParameter', { Name: 'plain' })).Parameter.Value).toBe('x');
});
