/** The redrive of the template's Kinesis intake, over a stream whose records grow too old. */
import { join } from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { templatesRoot } from '../../../src/generate/templates-root.ts';
import { createKinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { sqs as queues } from '../../../src/local-cloud/aws/sqs/service.ts';
import { type Harness, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

/** Types of templates are checked where they lie. */
const template = join(templatesRoot(), 'parts/intake-kinesis/files/infra/redrive.ts');
const day = 24 * 60 * 60 * 1000;
const shardId = 'shardId-000000000000';
const clock = manualClock();
let cloud: Harness;
let kinesis: KinesisClient;
let sqs: SQSClient;
let redrive: (sqs: SQSClient, kinesis: KinesisClient, url: string) => Promise<number>;
let made = 0;
let warn: MockInstance<typeof console.warn>;

beforeAll(async () => {
  cloud = await startHarness({ services: [createKinesis(clock), queues], resources: {} });
  kinesis = new KinesisClient(cloud.client);
  sqs = new SQSClient(cloud.client);
  ({ redrive } = await import(template));
});
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  kinesis.destroy();
  sqs.destroy();
  await cloud.close();
});

/** A stream and a failure queue of its own for each test. */
async function intake(VisibilityTimeout = '30') {
  const name = `orders-${made++}`;
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  const summary = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
  const streamArn = summary.StreamDescriptionSummary?.StreamARN;
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout } }),
  );
  const put = async (data: string) => {
    const record = { StreamName: name, PartitionKey: 'c-1', Data: Buffer.from(data) };
    return (await kinesis.send(new PutRecordCommand(record))).SequenceNumber ?? '';
  };
  /** Notes that a batch was given up, as Lambda does. */
  const giveUp = (startSequenceNumber: string, endSequenceNumber: string, shard = shardId) => {
    const KinesisBatchInfo = { shardId: shard, startSequenceNumber, endSequenceNumber, streamArn };
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ KinesisBatchInfo }) }));
  };
  const texts = async () => {
    const start = { StreamName: name, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(start));
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    return Records.map(({ Data = [] }) => Buffer.from(Data).toString());
  };
  /** Messages that are there, those that somebody has received included. */
  const noted = async () => {
    const AttributeNames = [
      'ApproximateNumberOfMessages' as const,
      'ApproximateNumberOfMessagesNotVisible' as const,
    ];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  };
  return { put, giveUp, texts, noted, redrive: () => redrive(sqs, kinesis, QueueUrl) };
}

const above = (sequenceNumber: string) => String(BigInt(sequenceNumber) + 1n);

it('puts the records of a batch into the stream again, and no others', async () => {
  const { put, giveUp, texts, noted, redrive } = await intake();
  await put('before');
  const first = await put('first');
  const last = await put('last');
  await put('behind');
  await giveUp(first, last);
  expect(await redrive()).toBe(2);
  expect(await texts()).toEqual(['before', 'first', 'last', 'behind', 'first', 'last']);
  expect(await noted()).toBe(0);
  expect(warn).not.toHaveBeenCalled();
});

it('ends where the stream does when no record has the last number of the batch', async () => {
  const { put, giveUp, noted, redrive } = await intake();
  const only = await put('only');
  await giveUp(only, above(only));
  expect(await redrive()).toBe(1);
  expect(await noted()).toBe(0);
});

it('puts back what is left of a batch, and nothing behind it', async () => {
  const { put, giveUp, texts, redrive } = await intake();
  const first = await put('too old');
  clock.advance(day / 2);
  const last = await put('left');
  clock.advance(day / 2 + 1);
  await put('behind');
  await giveUp(first, last);
  expect(await redrive()).toBe(1);
  expect(await texts()).toEqual(['left', 'behind', 'left']);
});

it('leaves the note of a batch that the stream no longer has, and says so', async () => {
  const { put, giveUp, texts, noted, redrive } = await intake();
  const old = await put('too old');
  clock.advance(day + 1);
  const behind = await put('behind');
  await giveUp(old, old);
  await giveUp(behind, behind);
  expect(await redrive()).toBe(1);
  expect(await texts()).toEqual(['behind', 'behind']);
  expect(await noted()).toBe(1);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(old));
});

it('leaves the note of a shard that is gone, and ends when it meets it again', async () => {
  const { put, giveUp, noted, redrive } = await intake('0');
  const number = await put('order');
  await giveUp(number, number, 'shardId-000000000007');
  expect(await redrive()).toBe(0);
  expect(await noted()).toBe(1);
  expect(warn).toHaveBeenCalledOnce();
});
