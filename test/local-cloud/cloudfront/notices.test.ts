import { afterEach, describe, expect, it } from 'vitest';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import type { Resource } from '../../../src/local-cloud/contract.ts';
import { simpler } from '../../../src/local-cloud/simpler.ts';
import { handWritten } from '../harness.ts';
import { distribution, type Fixture, resource, start } from './fixture.ts';
import { cloudfrontFunction } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

/** Notices of one deployment. */
const named = async (...resources: Resource[]) => {
  edge = await start(resources);
  return edge.traces.filter(({ kind }) => kind === 'notice').map(({ source, text }) => `${source}: ${text}`);
};

it('nothing is named where CloudFront takes all', async () => {
  expect(await named(distribution('E1', {}), cloudfrontFunction('x'.repeat(10_240)))).toEqual([]);
});

it('policies that are nowhere are named, once', async () => {
  const config = { CachePolicyId: 'c-1', OriginRequestPolicyId: 'o-1', ResponseHeadersPolicyId: 'r-1' };
  const why = "is neither in the templates nor one of CloudFront's: it is left out";
  expect(await named(distribution('E1', { api: config }, config))).toEqual([
    `cloudfront: shop-web-dev/E1: CachePolicy c-1 ${why}`,
    `cloudfront: shop-web-dev/E1: OriginRequestPolicy o-1 ${why}`,
    `cloudfront: shop-web-dev/E1: ResponseHeadersPolicy r-1 ${why}`,
  ]);
});

it('an origin access identity is named, an empty one is none', async () => {
  const origin = (Id: string, OriginAccessIdentity: string) => ({
    Id,
    DomainName: 'site.s3.eu-west-1.amazonaws.com',
    S3OriginConfig: { OriginAccessIdentity },
  });
  const Origins = [origin('old', 'origin-access-identity/cloudfront/E1'), origin('site', '')];
  expect(await named(distribution('E1', { Origins }))).toEqual([
    'cloudfront: shop-web-dev/E1: requests to the origin old are not signed, origin access identities are not served',
  ]);
});

it('a CloudFront Function that is too large is named', async () => {
  expect(await named(cloudfrontFunction('é'.repeat(5121)))).toEqual([
    'cloudfront: shop-web-dev/fn: CloudFront takes no function of 10242 bytes, at most 10240',
  ]);
});

it('that functions are given more memory than on AWS is told at start', async () => {
  edge = await start([distribution('E1', {})]);
  const more = 'CloudFront Functions may take more than the 2 MB of memory of AWS';
  const told = (...resources: Resource[]) => simpler(handWritten(resources), [cloudfront]);
  expect(told(cloudfrontFunction('code'))).toEqual([more]);
  expect(told()).toEqual([]);
});

it('Lambda@Edge beyond what viewers are given is named, around origins it is not', async () => {
  const arn = 'arn:aws:lambda:us-east-1:111122223333:function:edge';
  const edgeFunction = resource(
    'AWS::Lambda::Function',
    'edge',
    { Timeout: 6, MemorySize: 256 },
    { Arn: arn },
  );
  const on = (EventType: string) => ({
    LambdaFunctionAssociations: [{ EventType, LambdaFunctionARN: `${arn}:1` }],
  });
  expect(await named(distribution('E1', {}, on('viewer-request')), edgeFunction)).toEqual([
    'cloudfront: shop-web-dev/edge: CloudFront refuses Lambda@Edge around viewers with a Timeout above 5',
    'cloudfront: shop-web-dev/edge: CloudFront refuses Lambda@Edge around viewers with a MemorySize above 128',
  ]);
  await edge.close();
  expect(await named(distribution('E1', {}, on('origin-request')), edgeFunction)).toEqual([]);
});

describe('a continuous deployment policy', () => {
  const policy = (TrafficConfig: object) =>
    resource('AWS::CloudFront::ContinuousDeploymentPolicy', 'rollout', {
      ContinuousDeploymentPolicyConfig: { Enabled: true, TrafficConfig },
    });
  const where = 'cloudfront: shop-web-dev/rollout: CloudFront refuses';

  it.each([
    [{ SingleWeightConfig: { Weight: 0.15 } }, []],
    [{ SingleWeightConfig: { Weight: 0.2 } }, [`${where} a weight of 0.2, at most 0.15 goes to staging`]],
    [{ SingleHeaderConfig: { Header: 'AWS-CF-CD-Try', Value: '1' } }, []],
    [
      { SingleHeaderConfig: { Header: 'x-try', Value: '1' } },
      [`${where} the header x-try, it has to begin with aws-cf-cd-`],
    ],
  ])('%j', async (traffic, expected) => {
    expect(await named(policy(traffic))).toEqual(expected);
  });
});
