/** Condition keys of listings: a role that sees the part of a bucket that its policy names. */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, startHarness } from '../harness.ts';

let harness: Harness;
let client: S3Client;
const Bucket = 'shared-bucket';
beforeAll(async () => {
  const Statement = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: `arn:aws:s3:::${Bucket}`,
    Condition: {
      StringLike: { 's3:prefix': 'home/*' },
      StringEqualsIfExists: { 's3:delimiter': '/' },
      NumericLessThanEqualsIfExists: { 's3:max-keys': '10' },
    },
  };
  harness = await startHarness({
    services: [iam, s3],
    resources: {
      Shared: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
      Reader: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: 'reader', Policies: [{ PolicyDocument: { Statement } }] },
      },
    },
  });
  client = new S3Client({
    ...harness.client,
    credentials: credentials(`arn:aws:iam::${account}:role/reader`),
  });
});
afterAll(async () => {
  client.destroy();
  await harness.close();
});

it.each([
  [{ Prefix: 'home/me/' }, 200],
  [{ Prefix: 'home/me/', Delimiter: '/', MaxKeys: 10 }, 200],
  [{ Prefix: 'home/me/', Delimiter: '-' }, 403],
  [{ Prefix: 'home/me/', MaxKeys: 11 }, 403],
  [{ Prefix: 'other/' }, 403],
  [{}, 403],
])('a listing with %j is answered with %d', async (more, expected) => {
  const status = await client.send(new ListObjectsV2Command({ Bucket, ...more })).then(
    (answer) => answer.$metadata.httpStatusCode,
    (error) => error.$metadata.httpStatusCode,
  );
  expect(status).toBe(expected);
});
