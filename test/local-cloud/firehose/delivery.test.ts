/** From PutRecord to the bucket of the template, through its processing and with the rights of its role. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { objectKey } from '../../../src/local-cloud/aws/firehose/object-key.ts';
import { firehose } from '../../../src/local-cloud/aws/firehose/service.ts';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { functionArn, functionResources, functions } from '../gateway/fixture.ts';
import { type Harness, region, startHarness } from '../harness.ts';

const made = functions({
  change: ({ records }) => ({
    records: records.map(({ recordId, data }: { recordId: string; data: string }) => {
      const text = Buffer.from(data, 'base64').toString();
      const result = { drop: 'Dropped', bad: 'ProcessingFailed' }[text] ?? 'Ok';
      return { recordId, result, data: Buffer.from(text.toUpperCase()).toString('base64') };
    }),
  }),
});
const stream = (name: string, destination: object) => ({
  Type: 'AWS::KinesisFirehose::DeliveryStream',
  Properties: {
    DeliveryStreamName: name,
    ExtendedS3DestinationConfiguration: {
      BucketARN: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      RoleARN: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...destination,
    },
  },
});
const trust = {
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'firehose.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'AWS::AccountId' } } },
  },
};
const delimiter = { Type: 'AppendDelimiterToRecord', Parameters: [] };
let cloud: Harness;
beforeAll(async () => {
  cloud = await startHarness({
    services: [iam, s3, firehose, made.service],
    resources: {
      ...functionResources('change'),
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: trust,
          Policies: [
            {
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::lake/*' },
                  { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('change') },
                ],
              },
            },
          ],
        },
      },
      Weak: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Lines: stream('lines', {
        Prefix: 'orders/!{timestamp:yyyy/MM/dd/}',
        ProcessingConfiguration: { Enabled: true, Processors: [delimiter] },
      }),
      Changed: stream('changed', {
        Prefix: 'changed/',
        ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy}/',
        CompressionFormat: 'GZIP',
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'Lambda',
              Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: functionArn('change') }],
            },
          ],
        },
      }),
      Refused: stream('refused', { RoleARN: { 'Fn::GetAtt': ['Weak', 'Arn'] } }),
      Strange: stream('strange', {
        ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'Decompression' }] },
      }),
    },
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const put = (name: string, ...records: string[]) =>
  callAws(cloud.cloud, {
    service: 'firehose',
    action: 'PutRecordBatch',
    region,
    input: {
      DeliveryStreamName: name,
      Records: records.map((text) => ({ Data: Buffer.from(text).toString('base64') })),
    },
    caller: {},
  });
const ask = async (path: string, query = '') => {
  const request = { service: 's3', region, action: '', method: 'GET', path, headers: {}, caller: {} };
  const answer = await cloud.cloud.aws({
    ...request,
    query: new URLSearchParams(query),
    body: Buffer.alloc(0),
  });
  return Buffer.from(answer.body ?? '');
};
/** The objects of the bucket below a prefix, once there are some: bytes by key. */
async function objects(prefix: string): Promise<Map<string, Buffer>> {
  const keys = await vi.waitFor(
    async () => {
      const list = String(await ask('/lake', `list-type=2&prefix=${prefix}`));
      const found = [...list.matchAll(/<Key>([^<]*)</g)].map(([, key]) => key!);
      expect(found).not.toEqual([]);
      return found;
    },
    { timeout: 60_000, interval: 50 },
  );
  return new Map(await Promise.all(keys.map(async (key) => [key, await ask(`/lake/${key}`)] as const)));
}

it('writes the records of a batch one after the other into one object', async () => {
  await put('lines', '{"id":1}', '{"id":2}');
  const [[key, body]] = [...(await objects('orders/'))] as [[string, Buffer]];
  expect(key).toMatch(/^orders\/\d{4}\/\d\d\/\d\d\/lines-1-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9a-f-]{36}$/);
  expect(body.toString()).toBe('{"id":1}\n{"id":2}\n');
});

it('lets a function change and drop records, and keeps those that it failed below the error prefix', async () => {
  await put('changed', 'one', 'drop', 'bad', 'two');
  const [[key, body]] = [...(await objects('changed/'))] as [[string, Buffer]];
  expect(key).toMatch(/^changed\/\d{4}\/\d\d\/\d\d\/\d\d\/changed-1-.*\.gz$/);
  expect(gunzipSync(body).toString()).toBe('ONETWO');
  const [[failed, lines]] = [...(await objects('errors/'))] as [[string, Buffer]];
  expect(failed).toMatch(/^errors\/processing-failed\/\d{4}\/changed-1-/);
  expect(JSON.parse(lines.toString())).toMatchObject({ rawData: Buffer.from('bad').toString('base64') });
});

it('tells of a role that may not put objects, and keeps the records', async () => {
  await put('refused', 'one');
  await vi.waitFor(
    () =>
      expect(cloud.log.events()).toContainEqual(
        expect.objectContaining({
          kind: 'notice',
          text: expect.stringMatching(/^refused: 1 records are not delivered yet: .*s3:PutObject/),
        }),
      ),
    { timeout: 60_000, interval: 50 },
  );
  expect(await cloud.rooms.get('firehose')!.snapshot!()).toMatchObject({
    deliveryStreams: expect.arrayContaining([expect.objectContaining({ name: 'refused', waiting: 1 })]),
  });
});

it('names processors that do nothing here', () => {
  expect(cloud.deployNotices()).toEqual(['The processor Decompression of test/Strange does nothing here.']);
});

describe('keys', () => {
  const at = new Date('2026-03-04T05:06:07Z');
  it.each([
    ['', /^2026\/03\/04\/05\/s-1-2026-03-04-05-06-07-/],
    ['a/', /^a\/2026\/03\/04\/05\/s-1-/],
    ["year=!{timestamp:yyyy}/!{timestamp:'m'MM}/", /^year=2026\/m03\/s-1-/],
    ['!{firehose:random-string}/!{timestamp:HH}/', /^[0-9a-f]{11}\/05\/s-1-/],
  ])('with the prefix "%s"', (prefix, expected) => {
    expect(objectKey({ stream: 's', prefix, extension: '.json', at })).toMatch(expected);
  });
});
