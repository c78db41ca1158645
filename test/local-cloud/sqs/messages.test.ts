/** Messages of standard queues; expectations from the SQS API reference and developer guide (2026). */
import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    resources: { Any: { Type: 'AWS::SQS::Queue' } },
  });
  client = new SQSClient(cloud.client);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

/** A queue of its own for each test. */
async function queue(Attributes: Record<string, string> = {}) {
  const name = `queue-${made++}`;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  const send = (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
  const depths = async () => {
    const AttributeNames = ['All' as const];
    const { Attributes: all } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return [
      all?.ApproximateNumberOfMessages,
      all?.ApproximateNumberOfMessagesNotVisible,
      all?.ApproximateNumberOfMessagesDelayed,
    ].map(Number);
  };
  return { QueueUrl, arn, send, receive, depths };
}

describe('sending and receiving', () => {
  it('gives a message once, with digests that the SDK checks', async () => {
    const { send, receive, QueueUrl, depths } = await queue();
    const sent = await send('hello', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        count: { DataType: 'Number', StringValue: '42' },
        blob: { DataType: 'Binary.png', BinaryValue: new Uint8Array([1, 2, 255]) },
      },
    });
    // RFC 1321's digest of "hello".
    expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
    const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({ MessageId: sent.MessageId, Body: 'hello' });
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(message?.MessageAttributes?.blob).toEqual({
      DataType: 'Binary.png',
      BinaryValue: new Uint8Array([1, 2, 255]),
    });
    expect(message?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(clock.now()),
      ApproximateFirstReceiveTimestamp: String(clock.now()),
    });
    expect(await depths()).toEqual([0, 1, 0]);
    expect(await receive()).toEqual([]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(await depths()).toEqual([0, 0, 0]);
  });

  it('has the attribute digest of the documented algorithm', async () => {
    const { send } = await queue();
    const { MD5OfMessageAttributes } = await send('message-1', {
      MessageAttributes: { MyAttribute: { DataType: 'String', StringValue: 'foobar' } },
    });
    expect(MD5OfMessageAttributes).toBe('adb59cd4678ea5a855436b949cd07ab6');
  });

  it('returns only the attributes that were asked for', async () => {
    const { send, receive } = await queue({ VisibilityTimeout: '0' });
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await send('x', {
      MessageAttributes: { 'shop.id': text('1'), 'shop.name': text('a'), other: text('b') },
    });
    const names = async (MessageAttributeNames: string[]) =>
      Object.keys((await receive({ MessageAttributeNames }))[0]?.MessageAttributes ?? {}).sort();
    expect(await names(['other'])).toEqual(['other']);
    expect(await names(['shop.*'])).toEqual(['shop.id', 'shop.name']);
    expect(await names(['.*'])).toEqual(['other', 'shop.id', 'shop.name']);
    const [bare] = await receive();
    expect(bare).not.toHaveProperty('Attributes');
    const [old] = await receive({ AttributeNames: ['SentTimestamp'] as never });
    expect(Object.keys(old?.Attributes ?? {})).toEqual(['SentTimestamp']);
  });

  it('carries the trace header of the sender', async () => {
    const { send, receive } = await queue();
    const StringValue = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    await send('x', { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue } } });
    const [message] = await receive({ MessageSystemAttributeNames: ['AWSTraceHeader'] });
    expect(message?.Attributes).toEqual({ AWSTraceHeader: StringValue });
  });

  it('receives up to ten messages', async () => {
    const { QueueUrl, receive } = await queue();
    const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: `m${at}`, MessageBody: `body ${at}` }));
    const { Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(Entries.map(({ Id }) => Id));
    expect(await receive()).toHaveLength(1);
    expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(9);
    await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message:
        'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    });
  });
});

describe('time', () => {
  it('makes a message visible again when its timeout ends, with another receipt handle', async () => {
    const { QueueUrl, send, receive } = await queue({ VisibilityTimeout: '10' });
    await send('again');
    const [first] = await receive();
    clock.advance(9_999);
    expect(await receive()).toEqual([]);
    clock.advance(1);
    const [second] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    // An older handle deletes nothing, without an error.
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    clock.advance(10_000);
    expect(await receive()).toHaveLength(1);
  });

  it('takes the timeout of the receive before that of the queue', async () => {
    const { send, receive } = await queue();
    await send('x');
    await receive({ VisibilityTimeout: 5 });
    clock.advance(5_000);
    expect(await receive()).toHaveLength(1);
  });

  it('changes the visibility of a message in flight', async () => {
    const { QueueUrl, send, receive } = await queue();
    await send('x');
    const [message] = await receive();
    const change = (VisibilityTimeout: number, ReceiptHandle = message?.ReceiptHandle) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await change(100);
    clock.advance(99_000);
    expect(await receive()).toEqual([]);
    await change(0);
    const [again] = await receive();
    expect(again?.MessageId).toBe(message?.MessageId);
    clock.advance(30_000);
    await expect(change(5, again?.ReceiptHandle)).rejects.toMatchObject({
      name: 'MessageNotInflight',
      Code: 'AWS.SimpleQueueService.MessageNotInflight',
    });
    await expect(change(43_201)).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  });

  it('lets a message be invisible for twelve hours in all', async () => {
    const { QueueUrl, send, receive } = await queue();
    await send('x');
    const [{ ReceiptHandle } = {}] = await receive();
    clock.advance(10_000);
    const change = (VisibilityTimeout: number) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await expect(change(43_200)).rejects.toThrow(
      'Total VisibilityTimeout for the message is beyond the limit',
    );
    await change(43_190);
  });

  it('delays messages by the queue or by the message', async () => {
    const { send, receive, depths } = await queue({ DelaySeconds: '60' });
    await send('by queue');
    await send('by message', { DelaySeconds: 5 });
    expect(await depths()).toEqual([0, 0, 2]);
    clock.advance(5_000);
    expect((await receive()).map(({ Body }) => Body)).toEqual(['by message']);
    clock.advance(55_000);
    expect((await receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toContain('by queue');
    await expect(send('x', { DelaySeconds: 901 })).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  });

  it('drops messages after the retention period', async () => {
    const { send, receive, depths } = await queue({ MessageRetentionPeriod: '60' });
    await send('old');
    clock.advance(60_001);
    expect(await depths()).toEqual([0, 0, 0]);
    await send('old too');
    clock.advance(60_001);
    expect(await receive()).toEqual([]);
  });
});

describe('long polling', () => {
  it('waits for a message and answers as soon as it is there', async () => {
    const { send, receive } = await queue();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await clock.awaited();
    await send('at last');
    expect((await waiting).map(({ Body }) => Body)).toEqual(['at last']);
  });

  it('answers with none after the wait time, which may be the queue’s', async () => {
    const { receive } = await queue({ ReceiveMessageWaitTimeSeconds: '20' });
    const waiting = receive();
    await clock.awaited();
    clock.advance(20_000);
    expect(await waiting).toEqual([]);
    await expect(receive({ WaitTimeSeconds: 21 })).rejects.toThrow('Must be >= 0 and <= 20, if provided.');
  });

  it('sees a message whose delay or visibility timeout ends while it waits', async () => {
    const { send, receive } = await queue();
    await send('delayed', { DelaySeconds: 3 });
    const waiting = receive({ WaitTimeSeconds: 10, VisibilityTimeout: 4 });
    await clock.awaited();
    clock.advance(3_000);
    expect((await waiting).map(({ Body }) => Body)).toEqual(['delayed']);
    const again = receive({ WaitTimeSeconds: 10 });
    await clock.awaited();
    clock.advance(4_000);
    expect((await again).map(({ Body }) => Body)).toEqual(['delayed']);
  });
});

describe('dead-letter queues', () => {
  async function pair(maxReceiveCount: number) {
    const dead = await queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
    return { dead, source: await queue({ RedrivePolicy, VisibilityTimeout: '1' }) };
  }

  it('get a message after so many receives, with its id, count and source', async () => {
    const { dead, source } = await pair(2);
    const { MessageId } = await source.send('poison');
    for (let receives = 0; receives < 2; receives++) {
      expect(await source.receive()).toHaveLength(1);
      clock.advance(1_000);
    }
    expect(await source.receive()).toEqual([]);
    const [message] = await dead.receive({ MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({ MessageId, Body: 'poison' });
    expect(message?.Attributes).toMatchObject({
      DeadLetterQueueSourceArn: source.arn,
      ApproximateReceiveCount: '3',
    });
  });

  it('give their messages back to where they came from', async () => {
    const { dead, source } = await pair(1);
    await source.send('a');
    await source.send('b');
    await source.receive({ MaxNumberOfMessages: 10 });
    clock.advance(1_000);
    expect(await source.receive()).toEqual([]);
    expect(await dead.depths()).toEqual([2, 0, 0]);
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    expect(Results).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2, ApproximateNumberOfMessagesToMove: 2 },
    ]);
    expect(await dead.depths()).toEqual([0, 0, 0]);
    expect((await source.receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['a', 'b']);
  });

  it('move messages at a rate, until cancelled', async () => {
    const { dead } = await pair(1);
    const elsewhere = await queue();
    for (const body of ['a', 'b', 'c', 'd']) await dead.send(body);
    const task = { SourceArn: dead.arn, DestinationArn: elsewhere.arn, MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand(task));
    clock.advance(1_000);
    await expect(client.send(new StartMessageMoveTaskCommand(task))).rejects.toThrow(
      'already a task running',
    );
    const cancelled = await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
    clock.advance(5_000);
    expect(await elsewhere.depths()).toEqual([2, 0, 0]);
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }));
    expect(Results?.[0]).toMatchObject({ Status: 'CANCELLED', MaxNumberOfMessagesPerSecond: 1 });
  });

  it('refuse a move that cannot be', async () => {
    const { dead, source } = await pair(1);
    const start = (SourceArn: string, DestinationArn?: string) =>
      client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
    await expect(start(source.arn)).rejects.toThrow(
      'Source queue must be configured as a Dead Letter Queue.',
    );
    await expect(start(dead.arn, `${dead.arn}-none`)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('batches', () => {
  it('report each entry for itself', async () => {
    const { QueueUrl, receive, depths } = await queue();
    const Entries = [
      { Id: 'good', MessageBody: 'ok' },
      { Id: 'bad', MessageBody: 'no', DelaySeconds: 1000 },
    ];
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' }]);
    const [message] = await receive();
    const handles = [
      { Id: 'one', ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 90 },
      { Id: 'two', ReceiptHandle: 'nonsense', VisibilityTimeout: 90 },
    ];
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: handles }),
    );
    expect(changed.Successful).toEqual([{ Id: 'one' }]);
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
    expect(deleted.Successful).toEqual([{ Id: 'one' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'two', Code: 'ReceiptHandleIsInvalid' }]);
    expect(await depths()).toEqual([0, 0, 0]);
  });

  it('fail as a whole when their form is wrong', async () => {
    const { QueueUrl } = await queue();
    const send = (ids: string[]) =>
      client.send(
        new SendMessageBatchCommand({ QueueUrl, Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })) }),
      );
    await expect(send([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(send(['a', 'a'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(send(['a b'])).rejects.toMatchObject({ name: 'InvalidBatchEntryId' });
    await expect(send(Array.from({ length: 11 }, (_, at) => `${at}`))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
      Code: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    });
  });

  it('hold one mebibyte in all', async () => {
    const { QueueUrl } = await queue();
    const half = 'x'.repeat(524_288);
    const Entries = [
      { Id: 'a', MessageBody: half },
      { Id: 'b', MessageBody: `${half}y` },
    ];
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
      message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
    });
  });
});

describe('limits and bad input', () => {
  it('takes messages of up to one mebibyte, or what the queue allows', async () => {
    const { send } = await queue();
    await send('x'.repeat(1_048_576));
    await expect(send('x'.repeat(1_048_577))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    });
    const small = await queue({ MaximumMessageSize: '1024' });
    const note = { DataType: 'String', StringValue: 'y'.repeat(30) };
    await small.send('x'.repeat(984), { MessageAttributes: { note } });
    await expect(small.send('x'.repeat(985), { MessageAttributes: { note } })).rejects.toThrow('1024 bytes');
  });

  it('refuses empty bodies, forbidden characters and empty attributes', async () => {
    const { send } = await queue();
    await expect(send('')).rejects.toMatchObject({ Code: 'MissingParameter' });
    await expect(send('a\u0000b')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    await send('emoji \u{1f600} and \t tabs');
    const MessageAttributes = { ErrorDetails: { DataType: 'String', StringValue: '' } };
    await expect(send('x', { MessageAttributes })).rejects.toThrow(
      "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    );
    await expect(send('x', { MessageDeduplicationId: 'no' })).rejects.toThrow(
      'not valid for this queue type',
    );
  });

  it('answers nonsense with errors', async () => {
    const { QueueUrl } = await queue();
    const remove = (ReceiptHandle: string) =>
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await expect(remove('nonsense')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    const post = (action: string, body: string) =>
      fetch(cloud.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': `AmazonSQS.${action}`, 'content-type': 'application/x-amz-json-1.0' },
        body,
      });
    expect((await post('SendMessage', '{')).status).toBe(400);
    expect((await post('SendMessage', '[]')).status).toBe(400);
    expect((await post('SendMessage', '{"QueueUrl":5}')).status).toBe(404);
    expect(await (await post('toString', '{}')).json()).toMatchObject({
      __type: 'com.amazon.coral.service#UnknownOperationException',
    });
  });
});
