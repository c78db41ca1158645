/** Most operations of S3 differ from others by a parameter alone: what is not served must touch nothing. */
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { type Harness, startHarness } from '../harness.ts';

const Bucket = 'kept-bucket';
const Key = 'kept';
let harness: Harness;
let client: S3Client;
beforeAll(async () => {
  harness = await startHarness({
    services: [iam, s3],
    resources: {
      Kept: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
      Open: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Kept' },
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::${Bucket}/*`,
            },
          },
        },
      },
    },
  });
  client = new S3Client({ ...harness.client, maxAttempts: 1 });
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'content' }));
  await client.send(new CreateBucketCommand({ Bucket: 'empty-bucket' }));
});
afterAll(async () => {
  client.destroy();
  await harness.close();
});

const TagSet = [{ Key: 'a', Value: 'b' }];
const refused = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } };

describe('an operation on an object that is not served says so and leaves the object', () => {
  it.each([
    [
      'PutObjectTagging',
      () => client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })),
    ],
    ['PutObjectAcl', () => client.send(new PutObjectAclCommand({ Bucket, Key, ACL: 'private' }))],
    [
      'PutObjectLegalHold',
      () => client.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: 'ON' } })),
    ],
    ['CreateMultipartUpload', () => client.send(new CreateMultipartUploadCommand({ Bucket, Key }))],
    ['DeleteObjectTagging', () => client.send(new DeleteObjectTaggingCommand({ Bucket, Key }))],
    [
      'DeleteObject of a version',
      () => client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: '1' })),
    ],
    ['GetObjectTagging', () => client.send(new GetObjectTaggingCommand({ Bucket, Key }))],
    ['GetObjectAcl', () => client.send(new GetObjectAclCommand({ Bucket, Key }))],
    [
      'GetObjectAttributes',
      () => client.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ETag'] })),
    ],
    ['GetObject of a part', () => client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 1 }))],
  ])('%s', async (_, call) => {
    await expect(call()).rejects.toMatchObject(refused);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body!.transformToString()).toBe('content');
  });
});

describe('an operation on a bucket that is not served says so and leaves the bucket', () => {
  const empty = { Bucket: 'empty-bucket' };
  it.each([
    ['DeleteBucketTagging', () => client.send(new DeleteBucketTaggingCommand(empty))],
    ['DeleteBucketPolicy', () => client.send(new DeleteBucketPolicyCommand(empty))],
    ['GetBucketVersioning', () => client.send(new GetBucketVersioningCommand(empty))],
    ['ListObjectVersions', () => client.send(new ListObjectVersionsCommand(empty))],
    [
      'PutBucketVersioning',
      () =>
        client.send(
          new PutBucketVersioningCommand({ ...empty, VersioningConfiguration: { Status: 'Enabled' } }),
        ),
    ],
  ])('%s', async (_, call) => {
    await expect(call()).rejects.toMatchObject(refused);
    await client.send(new HeadBucketCommand(empty));
  });

  it('names what was asked', async () => {
    await expect(client.send(new GetBucketVersioningCommand(empty))).rejects.toThrow(
      'does not serve this S3 operation: GET ?versioning',
    );
  });
});

it('a read takes what a site appends to an address', async () => {
  const response = await fetch(`${harness.endpoint}/${Bucket}/${Key}?v=1`);
  expect([response.status, await response.text()]).toEqual([200, 'content']);
});

it('every parameter of a listing is taken', async () => {
  const { Contents } = await client.send(
    new ListObjectsV2Command({
      Bucket,
      Prefix: 'k',
      Delimiter: '/',
      EncodingType: 'url',
      FetchOwner: true,
      MaxKeys: 5,
      StartAfter: 'a',
    }),
  );
  expect(Contents?.map((object) => object.Key)).toEqual([Key]);
});

it('parameters that begin with x- are for access logs alone', async () => {
  const answer = await harness.ask(`https://${Bucket}.s3.eu-west-1.amazonaws.com/${Key}?x-user=me`);
  expect([answer.status, answer.body.toString()]).toEqual([200, 'content']);
});

it('anonymous visitors choose no headers of the answer', async () => {
  const answer = await harness.ask(
    `https://${Bucket}.s3.eu-west-1.amazonaws.com/${Key}?response-content-type=text/html`,
  );
  expect(answer.status).toBe(400);
  expect(answer.body.toString()).toContain('<Code>InvalidRequest</Code>');
});
