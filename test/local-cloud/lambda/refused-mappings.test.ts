/** What Lambda refuses when a mapping is made; roles as CDK grants them, and managed policies. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { kinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import type { Harness, Resources } from '../harness.ts';
import { codeFolder, functionOf, startLambda } from './fixture.ts';

const code = codeFolder();
const folder = code.write('all', 'export const handler = async () => {};');
let harness: Harness;

beforeAll(async () => {
  harness = await startLambda({}, {}, [iam, dynamodb, sqs, kinesis]);
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

const streamArn = { 'Fn::GetAtt': ['Stream', 'Arn'] };
const tableStreamArn = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
const sources: Resources = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
  Fifo: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs.fifo', FifoQueue: true } },
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks', ShardCount: 1 } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    },
  },
};

interface Trial {
  source: unknown;
  mapping?: Record<string, unknown>;
  fn?: Record<string, unknown>;
  /** Actions of the role on the source, or the name of a managed policy. */
  role?: string[] | string;
}

/** Deploys one mapping and gives what is said of it. */
async function said({ source, mapping, fn, role = ['*'] }: Trial): Promise<string[]> {
  const rights =
    typeof role === 'string'
      ? { ManagedPolicyArns: [`arn:aws:iam::aws:policy/service-role/${role}`] }
      : {
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: role, Resource: source }] },
            },
          ],
        };
  await harness.redeploy({
    ...sources,
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'test', AssumeRolePolicyDocument: {}, ...rights },
    },
    worker: functionOf('worker', folder, fn),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: source,
        FunctionName: { Ref: 'worker' },
        StartingPosition: 'TRIM_HORIZON',
        ...mapping,
      },
    },
  });
  return harness.deployNotices().filter((text) => text.includes('test/Mapping'));
}

const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const fifoArn = { 'Fn::GetAtt': ['Fifo', 'Arn'] };
/** `READ_OPERATIONS` of CDK's streams. */
const cdkKinesis = [
  'DescribeStreamSummary',
  'GetRecords',
  'GetShardIterator',
  'ListShards',
  'SubscribeToShard',
  'DescribeStream',
  'ListStreams',
  'DescribeStreamConsumer',
].map((name) => `kinesis:${name}`);
const cdkTable = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (name) => `dynamodb:${name}`,
);
const without = (actions: string[], name: string) => actions.filter((action) => !action.endsWith(name));

describe('a mapping is made', () => {
  it.each<[string, Trial]>([
    ['with the grants of CDK on a stream', { source: streamArn, role: cdkKinesis }],
    ['with the grants of CDK on a table', { source: tableStreamArn, role: cdkTable }],
    ['with the managed policy for Kinesis', { source: streamArn, role: 'AWSLambdaKinesisExecutionRole' }],
    [
      'with the managed policy for tables',
      { source: tableStreamArn, role: 'AWSLambdaDynamoDBExecutionRole' },
    ],
    ['with the managed policy for queues', { source: queueArn, role: 'AWSLambdaSQSQueueExecutionRole' }],
    ['for a function as slow as the queue waits', { source: queueArn, fn: { Timeout: 30 } }],
    [
      'for large batches with a window',
      { source: queueArn, mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 1 } },
    ],
    ['without ListStreams on Kinesis', { source: streamArn, role: without(cdkKinesis, 'ListStreams') }],
  ])('%s', async (_, trial) => {
    expect(await said(trial)).toEqual([]);
  });
});

describe('a mapping is refused', () => {
  it.each<[string, Trial, string]>([
    [
      'without ListShards on a stream',
      { source: streamArn, role: without(cdkKinesis, 'ListShards') },
      'kinesis:ListShards',
    ],
    [
      'without ListStreams on a table',
      { source: tableStreamArn, role: without(cdkTable, 'ListStreams') },
      'dynamodb:ListStreams',
    ],
    [
      'for a function that is slower than the queue waits',
      { source: queueArn, fn: { Timeout: 31 } },
      "the queue's VisibilityTimeout, 30 seconds, is less than the function's timeout, 31",
    ],
    [
      'for large batches without a window',
      { source: queueArn, mapping: { BatchSize: 11 } },
      'a BatchSize of 11 without MaximumBatchingWindowInSeconds',
    ],
    [
      'for large batches of a FIFO queue',
      { source: fifoArn, mapping: { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 } },
      'a BatchSize of 11 for a FIFO queue',
    ],
    [
      'for a window of a FIFO queue',
      { source: fifoArn, mapping: { MaximumBatchingWindowInSeconds: 1 } },
      'a batching window for a FIFO queue',
    ],
  ])('%s', async (_, trial, reason) => {
    const [notice, ...rest] = await said(trial);
    expect(notice).toMatch(/^test\/Mapping is not polled: /);
    expect(notice).toContain(reason);
    expect(rest).toEqual([]);
  });
});
