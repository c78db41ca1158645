/** Records of failures that reach topics and buckets; shapes and names from the Lambda guide (2026). */
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { sns } from '../../../src/local-cloud/aws/sns/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, type Resources, region } from '../harness.ts';
import { call, codeFolder, eventually, functionOf, startLambda } from './fixture.ts';

const code = codeFolder();
const folder = code.write('failing', `export const handler = async () => { throw new Error('always'); };`);
let harness: Harness;
let kinesisClient: KinesisClient;
let s3Client: S3Client;
let sqsClient: SQSClient;

const topic = { Ref: 'Topic' };
const bucket = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const streamArn = { 'Fn::GetAtt': ['Stream', 'Arn'] };
const onFailure = (Destination: unknown) => ({ DestinationConfig: { OnFailure: { Destination } } });
const config = (name: string, destination: unknown) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: {
    FunctionName: { Ref: name },
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
    ...onFailure(destination),
  },
});
const mapping = (name: string, destination: unknown) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: streamArn,
    FunctionName: { Ref: name },
    StartingPosition: 'TRIM_HORIZON',
    MaximumRetryAttempts: 0,
    ...onFailure(destination),
  },
});
const allow = (Action: string | string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const resources: Resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'test',
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: {
            Statement: [
              allow('kinesis:*', streamArn),
              allow('sns:Publish', topic),
              allow(['s3:PutObject', 's3:ListBucket'], [bucket, 'arn:aws:s3:::records/*']),
            ],
          },
        },
      ],
    },
  },
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks', ShardCount: 1 } },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'records' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'failures' } },
  Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
  InboxPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Inbox' }],
      PolicyDocument: {
        Statement: [
          {
            ...allow('sqs:SendMessage', { 'Fn::GetAtt': ['Inbox', 'Arn'] }),
            Principal: { Service: 'sns.amazonaws.com' },
          },
        ],
      },
    },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
      RawMessageDelivery: true,
    },
  },
  told: functionOf('told', folder),
  toldConfig: config('told', topic),
  stored: functionOf('stored', folder),
  storedConfig: config('stored', bucket),
  lettered: functionOf('lettered', folder, { DeadLetterConfig: { TargetArn: topic } }),
  letteredConfig: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'lettered' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
  },
  reader: functionOf('reader', folder),
  Mapping: mapping('reader', bucket),
  other: functionOf('other', folder),
  OtherMapping: mapping('other', topic),
};

beforeAll(async () => {
  harness = await startLambda(resources, {}, [iam, s3, sqs, kinesis, sns]);
  kinesisClient = new KinesisClient(harness.client);
  s3Client = new S3Client({ ...harness.client, forcePathStyle: true });
  sqsClient = new SQSClient(harness.client);
});

afterAll(async () => {
  for (const client of [kinesisClient, s3Client, sqsClient]) client.destroy();
  await harness.close();
  code.dispose();
});

async function nextMessage() {
  const { Messages = [] } = await sqsClient.send(
    new ReceiveMessageCommand({
      QueueUrl: `${harness.endpoint}/${account}/inbox`,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
    }),
  );
  return { ...Messages[0], value: JSON.parse(Messages[0]?.Body ?? 'null') };
}

/** Key and content of the only object below a prefix. */
async function onlyObject(Prefix: string) {
  const list = async () =>
    ((await s3Client.send(new ListObjectsV2Command({ Bucket: 'records', Prefix }))).Contents ?? []).map(
      ({ Key }) => Key!,
    );
  await eventually(async () => (await list()).length).toBe(1);
  const [Key = ''] = await list();
  const { Body } = await s3Client.send(new GetObjectCommand({ Bucket: 'records', Key }));
  return { key: Key, value: JSON.parse(await Body!.transformToString()) };
}

const dated =
  /^(\d{4})\/(\d\d)\/(\d\d)\/\1-\2-\3T\d\d\.\d\d\.\d\d-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the record of a failed asynchronous invocation', () => {
  it('reaches a topic', async () => {
    const { requestId } = await call(harness, 'told', { n: 1 }, { type: 'event' });
    expect((await nextMessage()).value).toMatchObject({
      requestContext: { requestId, condition: 'RetriesExhausted' },
      requestPayload: { n: 1 },
    });
  });

  it('goes to a topic without payloads that make it too long', async () => {
    const { requestId } = await call(harness, 'told', { text: 'x'.repeat(262_144) }, { type: 'event' });
    const { value } = await nextMessage();
    expect(value.requestContext.requestId).toBe(requestId);
    expect(value.requestPayload).toBeUndefined();
  });

  it('is an object of a bucket', async () => {
    const { requestId } = await call(harness, 'stored', { n: 2 }, { type: 'event' });
    const { key, value } = await onlyObject('aws/lambda/async/stored/');
    expect(key.slice('aws/lambda/async/stored/'.length)).toMatch(dated);
    expect(value).toMatchObject({ requestContext: { requestId }, requestPayload: { n: 2 } });
  });

  it('as a dead letter of a topic is the event, with attributes', async () => {
    const { requestId } = await call(harness, 'lettered', { n: 3 }, { type: 'event' });
    const { value, MessageAttributes } = await nextMessage();
    expect(value).toEqual({ n: 3 });
    expect(MessageAttributes).toMatchObject({
      RequestID: { StringValue: requestId },
      ErrorMessage: { StringValue: 'always' },
    });
  });
});

describe('the record of a discarded batch', () => {
  it('reaches a topic, and a bucket with the batch', async () => {
    const put = { StreamName: 'clicks', PartitionKey: 'p', Data: Buffer.from('lost') };
    const { SequenceNumber, ShardId } = await kinesisClient.send(new PutRecordCommand(put));
    const { value: told } = await nextMessage();
    expect(told.KinesisBatchInfo.startSequenceNumber).toBe(SequenceNumber);
    expect(told.payload).toBeUndefined();
    const uuid = harness.cloud.model.resources.find(({ logicalId }) => logicalId === 'Mapping')!.ref;
    const { key, value } = await onlyObject(`aws/lambda/${uuid}/${ShardId}/`);
    expect(key.slice(`aws/lambda/${uuid}/${ShardId}/`.length)).toMatch(dated);
    expect(value).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      KinesisBatchInfo: { shardId: ShardId, batchSize: 1 },
    });
    const { Records } = JSON.parse(value.payload);
    expect(Records).toMatchObject([{ kinesis: { sequenceNumber: SequenceNumber } }]);
  });
});

describe('at start', () => {
  it('targets that Lambda does not take are named', async () => {
    const fifo = `arn:aws:sqs:${region}:${account}:ordered.fifo`;
    const success = { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:s3:::records' } } };
    const { toldConfig, Mapping } = resources;
    await harness.redeploy({
      ...resources,
      toldConfig: { ...toldConfig!, Properties: { ...toldConfig!.Properties, ...success } },
      storedConfig: config('stored', fifo),
      Mapping: { ...Mapping!, Properties: { ...Mapping!.Properties, ...onFailure('kafka://lost') } },
      OtherMapping: mapping('other', `arn:aws:events:${region}:${account}:event-bus/default`),
      lettered: functionOf('lettered', folder, { DeadLetterConfig: { TargetArn: bucket } }),
    });
    expect(harness.deployNotices()).toEqual([
      'test/toldConfig: Lambda does not take arn:aws:s3:::records here, only sqs, sns, lambda, events.',
      `test/storedConfig: Lambda sends no records to ${fifo}, which is FIFO.`,
      'test/Mapping: the local cloud sends no records to kafka://lost.',
      `test/OtherMapping: Lambda does not take arn:aws:events:${region}:${account}:event-bus/default here, only sqs, sns, s3.`,
      'test/lettered: Lambda does not take arn:aws:s3:::records here, only sqs, sns.',
    ]);
  });
});
