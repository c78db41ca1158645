import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { distribution, type Fixture, resource, start } from './fixture.ts';

let edge: Fixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const TrafficConfig = {
    Type: 'SingleWeight',
    SingleWeightConfig: { Weight: 0.15, SessionStickinessConfig: { IdleTTL: 300, MaximumTTL: 600 } },
  };
  edge = await start([
    distribution('E1', { ContinuousDeploymentPolicyId: 'rollout' }),
    distribution('E2', { Staging: true }),
    resource('AWS::CloudFront::ContinuousDeploymentPolicy', 'rollout', {
      ContinuousDeploymentPolicyConfig: {
        Enabled: true,
        StagingDistributionDnsNames: ['E2.cloudfront.net'],
        TrafficConfig,
      },
    }),
  ]);
});
afterEach(async () => {
  vi.useRealTimers();
  await edge.close();
});

const visit = async (cookie?: string) => {
  const answer = await edge.request('/', { headers: cookie ? [['cookie', cookie]] : [] });
  const [pair = '', age = ''] = answer.header('set-cookie')!.split('; ');
  return { pair, age };
};
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

it('a session lasts while the visitor comes back, and no longer than the most', async () => {
  const first = await visit();
  expect(first.age).toBe('Max-Age=300');
  pass(200);
  expect(await visit(first.pair)).toEqual(first);
  pass(200);
  // Of ten minutes, 200 seconds are left.
  expect(await visit(first.pair)).toEqual({ ...first, age: 'Max-Age=200' });
  pass(200);
  const anew = await visit(first.pair);
  expect(anew.age).toBe('Max-Age=300');
  expect(anew.pair).not.toBe(first.pair);
});

it('a cookie that is none of CloudFront’s counts for nothing', async () => {
  const { pair } = await visit('CloudFrontContinuousDeployment=staging');
  expect(pair).toMatch(/^CloudFrontContinuousDeployment=(staging|primary)\.\d+$/);
});
