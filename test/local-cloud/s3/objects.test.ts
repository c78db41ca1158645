import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { type Harness, startHarness } from '../harness.ts';

let harness: Harness;
let client: S3Client;
let Bucket: string;
beforeAll(async () => {
  harness = await startHarness({
    services: [iam, s3],
    resources: { Site: { Type: 'AWS::S3::Bucket', Properties: {} } },
  });
  client = new S3Client(harness.client);
  Bucket = harness.cloud.model.byType('AWS::S3::Bucket')[0]!.ref;
});
afterAll(async () => {
  client.destroy();
  await harness.close();
});

const put = (Key: string, Body: string, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, text: await answer.Body!.transformToString() };
};
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error) => error.name,
  );

describe('objects', () => {
  it('keep their bytes and headers', async () => {
    await put('a/ä b.txt', 'héllo', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      Metadata: { own: '1' },
    });
    expect(await get('a/ä b.txt')).toMatchObject({
      text: 'héllo',
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      Metadata: { own: '1' },
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/ä b.txt' }));
    expect(head.ContentLength).toBe(6);
  });

  it('take 2 KB of metadata of their own, names and values together', async () => {
    await put('metadata', '', { Metadata: { own: 'ä'.repeat(1022) } });
    const more = { Metadata: { own: `${'ä'.repeat(1022)}12` } };
    expect(await errorOf(put('metadata', '', more))).toBe('MetadataTooLarge');
  });

  it('are given in ranges and by condition', async () => {
    const { ETag } = await put('range', '0123456789');
    expect(await get('range', { Range: 'bytes=2-4' })).toMatchObject({
      text: '234',
      ContentRange: 'bytes 2-4/10',
    });
    expect((await get('range', { Range: 'bytes=-3' })).text).toBe('789');
    expect(await errorOf(get('range', { Range: 'bytes=20-30' }))).toBe('InvalidRange');
    expect(await errorOf(get('range', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
    const unchanged = await get('range', { IfNoneMatch: ETag }).catch(
      (error) => error.$metadata.httpStatusCode,
    );
    expect(unchanged).toBe(304);
    expect(await errorOf(put('range', 'x', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
  });

  it('are copied and deleted', async () => {
    await put('source', 'x', { ContentType: 'text/css' });
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source` }));
    expect(await get('copy')).toMatchObject({ text: 'x', ContentType: 'text/css' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    expect(await errorOf(get('copy'))).toBe('NoSuchKey');
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'source' }] } }));
    expect(await errorOf(get('source'))).toBe('NoSuchKey');
  });

  it('are listed by prefix, delimiter and page', async () => {
    for (const key of ['l/a', 'l/b', 'l/c/1', 'l/c/2', 'm']) await put(key, key);
    const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', ...more }));
    const grouped = await list({ Delimiter: '/' });
    expect(grouped.Contents?.map(({ Key }) => Key)).toEqual(['l/a', 'l/b']);
    expect(grouped.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['l/c/']);
    const first = await list({ MaxKeys: 3 });
    const second = await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken });
    expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).toEqual([
      'l/a',
      'l/b',
      'l/c/1',
      'l/c/2',
    ]);
    expect(second.IsTruncated).toBe(false);
  });
});

describe('buckets', () => {
  it('are made for a test and deleted when empty', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'made-here' }));
    expect(await errorOf(client.send(new CreateBucketCommand({ Bucket: 'made-here' })))).toBe(
      'BucketAlreadyOwnedByYou',
    );
    await client.send(new PutObjectCommand({ Bucket: 'made-here', Key: 'k', Body: 'v' }));
    expect(await errorOf(client.send(new DeleteBucketCommand({ Bucket: 'made-here' })))).toBe(
      'BucketNotEmpty',
    );
    await client.send(new DeleteObjectCommand({ Bucket: 'made-here', Key: 'k' }));
    await client.send(new DeleteBucketCommand({ Bucket: 'made-here' }));
    expect(await errorOf(client.send(new ListObjectsV2Command({ Bucket: 'made-here' })))).toBe(
      'NoSuchBucket',
    );
  });

  it('are closed to anonymous visitors', async () => {
    await put('public?', 'no');
    const answer = await harness.ask(`https://${Bucket}.s3.eu-west-1.amazonaws.com/public%3F`);
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toContain('<Code>AccessDenied</Code>');
  });
});

it('an operation that is not there says so', async () => {
  const answer = await fetch(`${harness.endpoint}/${Bucket}?versioning`, {
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=developer/20261123/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    },
  });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain('does not serve this S3 operation: GET ?versioning');
});
