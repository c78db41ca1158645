/** What an origin access control says of signing decides who a bucket is asked by. */
import { afterEach, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { type Harness, type Resources, startHarness } from '../harness.ts';

const Bucket = 'site';
const host = 'https://shop.example.com/page';

let cloud: Harness;
afterEach(() => cloud.close());

/** A bucket that only CloudFront may read, behind a distribution whose requests are signed as said. */
async function behind(SigningBehavior: string | undefined, principal: unknown = undefined) {
  const resources: Resources = {
    Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
    Readers: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket,
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: principal ?? { Service: 'cloudfront.amazonaws.com' },
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::${Bucket}/*`,
            },
          ],
        },
      },
    },
    Access: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'access',
          OriginAccessControlOriginType: 's3',
          SigningBehavior,
          SigningProtocol: 'sigv4',
        },
      },
    },
    Passing: {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: {
        CachePolicyConfig: {
          Name: 'passing',
          MinTTL: 0,
          DefaultTTL: 0,
          MaxTTL: 1,
          ParametersInCacheKeyAndForwardedToOrigin: {
            CookiesConfig: { CookieBehavior: 'none' },
            EnableAcceptEncodingGzip: false,
            HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization'] },
            QueryStringsConfig: { QueryStringBehavior: 'none' },
          },
        },
      },
    },
    Web: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Aliases: ['shop.example.com'],
          Origins: [
            {
              Id: 'site',
              DomainName: `${Bucket}.s3.eu-west-1.amazonaws.com`,
              S3OriginConfig: { OriginAccessIdentity: '' },
              OriginAccessControlId: { 'Fn::GetAtt': ['Access', 'Id'] },
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'site',
            ViewerProtocolPolicy: 'allow-all',
            CachePolicyId: { Ref: 'Passing' },
          },
        },
      },
    },
  };
  cloud = await startHarness({ services: [iam, s3, cloudfront], resources });
  await cloud.cloud.aws({
    service: 's3',
    action: '',
    region: 'eu-west-1',
    method: 'PUT',
    path: `/${Bucket}/page`,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from('content'),
    caller: {},
  });
}
const status = async (headers: Record<string, string> = {}) => (await cloud.ask(host, { headers })).status;
const authorization = 'Bearer token';

it('always: each request is signed, whatever the visitor sends', async () => {
  await behind('always');
  expect([await status(), await status({ authorization })]).toEqual([200, 200]);
});

it('never: the bucket is asked by nobody in particular', async () => {
  await behind('never');
  const answer = await cloud.ask(host);
  expect(answer.status).toBe(403);
  expect(answer.body.toString()).toContain('<Code>AccessDenied</Code>');
});

it('never: a bucket that is open to all answers', async () => {
  await behind('never', '*');
  expect(await status()).toBe(200);
});

it('no-override: a request with authorization of its own is not signed', async () => {
  await behind('no-override');
  expect([await status(), await status({ authorization })]).toEqual([200, 403]);
});
