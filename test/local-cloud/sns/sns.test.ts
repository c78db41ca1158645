/** SNS over its Query protocol; expectations from the SNS developer guide and API reference (2026). */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/local-cloud/aws/clock.ts';
import { createEvents } from '../../../src/local-cloud/aws/events/service.ts';
import { sns } from '../../../src/local-cloud/aws/sns/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import type { Service } from '../../../src/local-cloud/contract.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';

const topicArn = `arn:aws:sns:${region}:${account}:orders`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:worker`;
const arnOf = (queue: string) => `arn:aws:sqs:${region}:${account}:${queue}`;
const invoked: { Records: Record<string, unknown>[] }[] = [];

/** Takes the place of the lambda room. */
const functions: Service = {
  name: 'lambda',
  supports: {},
  start: async () => ({
    deploy: async () => {},
    close: async () => {},
    invoke: async (_name, payload) => {
      invoked.push(JSON.parse(payload));
      return { requestId: '1', payload: '', duration: 0 };
    },
  }),
};

const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
const subscription = (properties: object) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'Topic' }, ...properties },
});
const resources = {
  Plain: queue('plain'),
  Raw: queue('raw'),
  Large: queue('large'),
  Dead: queue('dead'),
  Topic: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: 'orders', Subscription: [{ Protocol: 'email', Endpoint: 'team@example.com' }] },
  },
  ToPlain: subscription({ Protocol: 'sqs', Endpoint: arnOf('plain') }),
  ToRaw: subscription({ Protocol: 'sqs', Endpoint: arnOf('raw'), RawMessageDelivery: true }),
  ToLarge: subscription({
    Protocol: 'sqs',
    Endpoint: arnOf('large'),
    FilterPolicy: { kind: ['order'], total: [{ numeric: ['>', 100] }] },
  }),
  ToFunction: subscription({ Protocol: 'lambda', Endpoint: functionArn }),
  ToNowhere: subscription({
    Protocol: 'sqs',
    Endpoint: arnOf('gone'),
    RedrivePolicy: { deadLetterTargetArn: arnOf('dead') },
  }),
};
let cloud: Harness;

beforeAll(async () => {
  cloud = await startHarness({ services: [sqs, sns, functions, createEvents(systemClock)], resources });
});
beforeEach(async () => {
  await cloud.reset();
  cloud.log.clear();
  invoked.length = 0;
});
afterAll(async () => cloud.close());

async function call(parameters: Record<string, string>) {
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=developer/20260101/${region}/sns/aws4_request` },
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, text: await response.text() };
}

async function receive(name: string, waitMs = 20_000) {
  const arn = arnOf(name);
  const { signal } = new AbortController();
  return cloud.cloud.queueSource(arn)!.receive(arn, { max: 10, waitMs, signal });
}

const attribute = (at: number, name: string, type: string, value: string) => ({
  [`MessageAttributes.entry.${at}.Name`]: name,
  [`MessageAttributes.entry.${at}.Value.DataType`]: type,
  [`MessageAttributes.entry.${at}.Value.StringValue`]: value,
});

it('wraps a message for queues, or hands it on raw with its attributes', async () => {
  const { status, text } = await call({
    Action: 'Publish',
    TopicArn: topicArn,
    Message: 'hello',
    Subject: 'greeting',
    ...attribute(1, 'kind', 'String', 'note'),
  });
  expect(status).toBe(200);
  const MessageId = /<PublishResult><MessageId>([^<]+)</.exec(text)?.[1];
  const [plain] = await receive('plain');
  expect(JSON.parse(plain?.body ?? '')).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArn,
    Subject: 'greeting',
    Message: 'hello',
    MessageAttributes: { kind: { Type: 'String', Value: 'note' } },
  });
  const [raw] = await receive('raw');
  expect(raw).toMatchObject({
    body: 'hello',
    messageAttributes: { kind: { DataType: 'String', StringValue: 'note' } },
  });
});

it('invokes functions with a record and shows mails as such', async () => {
  await call({ Action: 'Publish', TopicArn: topicArn, Message: 'hello' });
  await vi.waitFor(() => expect(invoked).toHaveLength(1), { timeout: 60_000 });
  expect(invoked[0]?.Records[0]).toMatchObject({
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    Sns: { Type: 'Notification', Message: 'hello', Subject: null, MessageAttributes: {} },
  });
  const mail = cloud.log.events().find(({ kind }) => kind === 'mail');
  expect(mail).toMatchObject({
    text: 'To team@example.com: AWS Notification Message',
    detail: { to: 'team@example.com', body: 'hello' },
  });
  const { mail: outbox } = (await cloud.rooms.get('sns')?.snapshot?.()) as { mail: object[] };
  expect(outbox[0]).toMatchObject({
    topic: 'orders',
    to: 'team@example.com',
    subject: 'AWS Notification Message',
    text: 'hello',
  });
});

it('filters by attributes', async () => {
  const publish = (Message: string, total: string) =>
    call({
      Action: 'Publish',
      TopicArn: topicArn,
      Message,
      ...attribute(1, 'kind', 'String', 'order'),
      ...attribute(2, 'total', 'Number', total),
    });
  await publish('small', '5');
  await publish('large', '500');
  const messages = await receive('large');
  expect(messages.map(({ body }) => JSON.parse(body).Message)).toEqual(['large']);
});

it('gives each protocol its own text', async () => {
  const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
  await call({ Action: 'Publish', TopicArn: topicArn, Message, MessageStructure: 'json' });
  expect((await receive('raw')).map(({ body }) => body)).toEqual(['for queues']);
  await vi.waitFor(() => expect(invoked[0]?.Records[0]).toMatchObject({ Sns: { Message: 'for all' } }), {
    timeout: 60_000,
  });
});

it('puts what it cannot deliver into the dead-letter queue', async () => {
  await call({ Action: 'Publish', TopicArn: topicArn, Message: 'lost' });
  const [message] = await receive('dead');
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ Message: 'lost' });
});

it('publishes batches', async () => {
  const entry = (at: number, Id: string, Message: string) => ({
    [`PublishBatchRequestEntries.member.${at}.Id`]: Id,
    [`PublishBatchRequestEntries.member.${at}.Message`]: Message,
  });
  const { text } = await call({
    Action: 'PublishBatch',
    TopicArn: topicArn,
    ...entry(1, 'a', 'one'),
    ...entry(2, 'b', ''),
  });
  expect(text).toContain('<Successful><member><Id>a</Id>');
  expect(text).toContain('<Failed><member><Id>b</Id><Code>InvalidParameter</Code>');
});

it('answers errors in the form of the protocol', async () => {
  const unknown = await call({ Action: 'Publish', TopicArn: `${topicArn}-none`, Message: 'x' });
  expect(unknown).toEqual({ status: 404, text: expect.stringContaining('<Code>NotFound</Code>') });
  const empty = await call({ Action: 'Publish', TopicArn: topicArn, Message: '' });
  expect(empty).toEqual({ status: 400, text: expect.stringContaining('Invalid parameter: Empty message') });
});

it('lists topics and subscriptions', async () => {
  const topics = await call({ Action: 'ListTopics' });
  expect(topics.text).toContain(`<Topics><member><TopicArn>${topicArn}</TopicArn></member></Topics>`);
  const subscriptions = await call({ Action: 'ListSubscriptionsByTopic', TopicArn: topicArn });
  expect(subscriptions.text.match(/<member>/g)).toHaveLength(6);
});

it('is a target of rules', async () => {
  const post = (action: string, input: object) =>
    fetch(cloud.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSEvents.${action}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    });
  await post('PutRule', { Name: 'all', EventPattern: '{"source":["orders"]}' });
  await post('PutTargets', { Rule: 'all', Targets: [{ Id: 't', Arn: topicArn, InputPath: '$.detail' }] });
  await post('PutEvents', { Entries: [{ Source: 'orders', DetailType: 'x', Detail: '{"a":1}' }] });
  const [message] = await receive('raw');
  expect(message?.body).toBe('{"a":1}');
});
