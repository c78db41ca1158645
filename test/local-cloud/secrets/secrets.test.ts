/** Secrets Manager; expectations from its API reference (2026). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { secrets } from '../../../src/local-cloud/aws/secrets/service.ts';
import { type Harness, region, startHarness } from '../harness.ts';

const resources = {
  Given: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name: 'shop/given', SecretString: 'from template' },
  },
  Made: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      Name: 'shop/made',
      GenerateSecretString: { SecretStringTemplate: '{"user":"app"}', GenerateStringKey: 'password' },
    },
  },
  Set: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'shop/set' } },
};
let cloud: Harness;
beforeAll(async () => {
  cloud = await startHarness({
    services: [secrets],
    resources,
    config: { secrets: { 'shop/set': { key: 'from config' }, elsewhere: 'of no template' } },
  });
});
beforeEach(async () => cloud.reset());
afterAll(async () => cloud.close());

const call = (action: string, input: object) =>
  callAws(cloud.cloud, { service: 'secretsmanager', action, region, input, caller: {} });
const secretOf = async (SecretId: string, more = {}) =>
  (await call('GetSecretValue', { SecretId, ...more })).SecretString;

it('gives values of the template, generated ones and those of the project', async () => {
  expect(await secretOf('shop/given')).toBe('from template');
  expect(JSON.parse(await secretOf('shop/made'))).toEqual({ user: 'app', password: expect.any(String) });
  expect(await secretOf('shop/made')).toBe(await secretOf('shop/made'));
  expect(await secretOf('shop/set')).toBe('{"key":"from config"}');
  expect(await secretOf('elsewhere')).toBe('of no template');
});

it('finds secrets by ARN, also without its last characters', async () => {
  const { ARN } = await call('DescribeSecret', { SecretId: 'shop/given' });
  expect(ARN).toMatch(/:secret:shop\/given-\w{6}$/);
  expect(await secretOf(ARN)).toBe('from template');
  expect(await secretOf(ARN.slice(0, -7))).toBe('from template');
  await expect(secretOf('none')).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
  });
});

it('takes new versions, which stay over a deploy and end with a reset', async () => {
  const { VersionId } = await call('PutSecretValue', { SecretId: 'shop/given', SecretString: 'new' });
  await cloud.redeploy(resources);
  expect(await secretOf('shop/given')).toBe('new');
  expect(await secretOf('shop/given', { VersionId })).toBe('new');
  expect(await secretOf('shop/given', { VersionStage: 'AWSPREVIOUS' })).toBe('from template');
  await expect(secretOf('shop/given', { VersionStage: 'OTHER' })).rejects.toThrow('staging label: OTHER');
  await cloud.reset();
  expect(await secretOf('shop/given')).toBe('from template');
});
