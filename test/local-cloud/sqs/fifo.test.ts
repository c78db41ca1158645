/** FIFO queues; expectations from the SQS developer guide, "FIFO queue delivery logic" and "Exactly-once processing" (2026). */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
let cloud: Harness;
let client: SQSClient;
let made = 0;

beforeAll(async () => {
  cloud = await startHarness({
    services: [createSqs(clock)],
    resources: {
      Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
    },
  });
  client = new SQSClient(cloud.client);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

async function fifo(attributes: Record<string, string> = {}) {
  const name = `queue-${made++}.fifo`;
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', ...attributes };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const send = (MessageBody: string, MessageGroupId = 'g', more: Partial<SendMessageCommandInput> = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, ...more }));
  const receive = async (MaxNumberOfMessages = 10) =>
    (
      await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['All'] }),
      )
    ).Messages ?? [];
  const remove = ({ ReceiptHandle }: Message) =>
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  return { QueueUrl, arn, send, receive, remove };
}
const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);

it('gives the messages of a group in order, the next only when those before are deleted', async () => {
  const { send, receive, remove } = await fifo();
  for (const body of ['1', '2', '3']) await send(body);
  const [first] = await receive(1);
  expect(first?.Body).toBe('1');
  expect(await receive()).toEqual([]);
  await remove(first!);
  expect(bodies(await receive())).toEqual(['2', '3']);
});

it('gives other groups while one is in flight, and the messages of a group together', async () => {
  const { send, receive } = await fifo();
  await send('a1', 'a');
  await send('b1', 'b');
  await send('a2', 'a');
  expect(bodies(await receive(2))).toEqual(['a1', 'a2']);
  await send('a3', 'a');
  expect(bodies(await receive())).toEqual(['b1']);
});

it('holds back what comes after an invisible message of the group, not what comes before', async () => {
  const { QueueUrl, send, receive } = await fifo({ VisibilityTimeout: '1' });
  for (const body of ['foo', 'bar', 'baz']) await send(body);
  const [, bar] = await receive();
  const { ReceiptHandle } = bar!;
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 4 }));
  clock.advance(2_500);
  expect(bodies(await receive())).toEqual(['foo']);
});

it('numbers its messages in order', async () => {
  const { send, receive } = await fifo();
  const sent = [await send('1'), await send('2', 'other')];
  const numbers = sent.map(({ SequenceNumber }) => BigInt(SequenceNumber ?? 0));
  expect(String(numbers[0])).toHaveLength(20);
  expect(numbers[1]! > numbers[0]!).toBe(true);
  const received = await receive();
  expect(received.map(({ Attributes }) => Attributes?.SequenceNumber)).toEqual(numbers.map(String));
  expect(received.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['g', 'other']);
});

it('takes a message in once within five minutes, by id or by content', async () => {
  const { send, receive, remove } = await fifo();
  const first = await send('same');
  const second = await send('same');
  expect(second.MessageId).toBe(first.MessageId);
  expect(second.SequenceNumber).toBe(first.SequenceNumber);
  await send('same', 'g', { MessageDeduplicationId: 'own' });
  const received = await receive();
  expect(received).toHaveLength(2);
  for (const message of received) await remove(message);
  // Deleted or not: the interval counts from the send.
  await send('same');
  expect(await receive()).toEqual([]);
  clock.advance(5 * 60_000);
  await send('same');
  expect(await receive()).toHaveLength(1);
});

it('deduplicates in the queue, or in the group when the scope says so', async () => {
  const queueWide = await fifo();
  await queueWide.send('same', 'a');
  await queueWide.send('same', 'b');
  expect(await queueWide.receive()).toHaveLength(1);
  const perGroup = await fifo({
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });
  await perGroup.send('same', 'a');
  await perGroup.send('same', 'b');
  expect(await perGroup.receive()).toHaveLength(2);
});

it('asks for a group and for something to deduplicate by', async () => {
  const { QueueUrl, send } = await fifo({ ContentBasedDeduplication: 'false' });
  const bare = new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageDeduplicationId: '1' });
  await expect(client.send(bare)).rejects.toMatchObject({
    Code: 'MissingParameter',
    message: 'The request must contain the parameter MessageGroupId.',
  });
  await expect(send('x')).rejects.toThrow('either have ContentBasedDeduplication enabled');
  const Entries = [{ Id: 'a', MessageBody: 'x', MessageGroupId: 'g' }];
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
  await expect(send('x', 'g', { MessageDeduplicationId: '1', DelaySeconds: 2 })).rejects.toThrow(
    'Value 2 for parameter DelaySeconds is invalid.',
  );
  await expect(send('x', 'with space', { MessageDeduplicationId: '1' })).rejects.toThrow(
    '1 to 128 in length',
  );
});

it('refuses a receipt handle after its visibility timeout', async () => {
  const { send, receive, remove } = await fifo({ VisibilityTimeout: '5' });
  await send('x');
  const [message] = await receive();
  clock.advance(5_000);
  await expect(remove(message!)).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
    message: expect.stringContaining('The receipt handle has expired.'),
  });
});

it('moves a poison message to its dead-letter queue and goes on with the group', async () => {
  const dead = await fifo();
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const source = await fifo({ RedrivePolicy, VisibilityTimeout: '1' });
  await source.send('poison');
  await source.send('good');
  expect(bodies(await source.receive(1))).toEqual(['poison']);
  clock.advance(1_000);
  expect(bodies(await source.receive(1))).toEqual(['good']);
  const [message] = await dead.receive();
  expect(message).toMatchObject({ Body: 'poison', Attributes: { DeadLetterQueueSourceArn: source.arn } });
});

it('stays what it is: a name ends in .fifo exactly when the queue is one', async () => {
  const create = (QueueName: string, Attributes?: Record<string, string>) =>
    client.send(new CreateQueueCommand({ QueueName, Attributes }));
  await expect(create('plain.fifo')).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await expect(create('plain', { FifoQueue: 'true' })).rejects.toMatchObject({
    name: 'InvalidAttributeValue',
  });
});

it('gives the same messages to the same attempt again, and their time begins anew', async () => {
  const { QueueUrl, send, remove } = await fifo({ VisibilityTimeout: '30' });
  for (const body of ['1', '2']) await send(body);
  await send('other', 'h');
  const attempt = async (ReceiveRequestAttemptId: string, MaxNumberOfMessages = 2) =>
    (
      await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages,
          ReceiveRequestAttemptId,
          MessageSystemAttributeNames: ['All'],
        }),
      )
    ).Messages ?? [];
  const first = await attempt('one');
  expect(bodies(first)).toEqual(['1', '2']);
  clock.advance(20_000);
  expect(await attempt('one')).toEqual(first);
  clock.advance(20_000);
  expect(bodies(await attempt('two'))).toEqual(['other']);
  expect(await attempt('one')).toEqual(first);
  await remove(first[0]!);
  expect(await attempt('one')).toEqual([]);
  clock.advance(30_000);
  const again = await attempt('one', 1);
  expect(bodies(again)).toEqual(['2']);
  expect(again[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  await expect(attempt('not allowed')).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
});
