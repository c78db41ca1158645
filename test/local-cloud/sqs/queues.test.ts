/** Standard queues against the SDK's client; expectations from the SQS API reference and developer guide (2026). */
import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
const resources = {
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead', MessageRetentionPeriod: 1_209_600 } },
  Orders: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'orders',
      VisibilityTimeout: 90,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
      Tags: [{ Key: 'team', Value: 'orders' }],
    },
  },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Orders' }], PolicyDocument: { Version: '2012-10-17', Statement: [] } },
  },
};
let cloud: Harness;
let client: SQSClient;
const url = (name: string) => `${cloud.endpoint}/${account}/${name}`;
const attributes = async (name: string) =>
  (await client.send(new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['All'] })))
    .Attributes ?? {};

beforeAll(async () => {
  cloud = await startHarness({ services: [createSqs(clock)], resources });
  client = new SQSClient(cloud.client);
});
beforeEach(async () => {
  await cloud.redeploy(resources);
  await cloud.reset();
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

describe('queues of the templates', () => {
  it('are found by name, under a URL of the endpoint', async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
    expect(QueueUrl).toBe(url('orders'));
    const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'ord' }));
    expect(QueueUrls).toEqual([url('orders')]);
  });

  it('have the attributes, the policy and the tags of the template', async () => {
    expect(await attributes('orders')).toMatchObject({
      QueueArn: `arn:aws:sqs:${region}:${account}:orders`,
      VisibilityTimeout: '90',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${region}:${account}:dead","maxReceiveCount":3}`,
      Policy: '{"Version":"2012-10-17","Statement":[]}',
      SqsManagedSseEnabled: 'true',
    });
    const { Tags } = await client.send(new ListQueueTagsCommand({ QueueUrl: url('orders') }));
    expect(Tags).toEqual({ team: 'orders' });
  });

  it('take the URL that AWS writes, as the environment of a function may hold it', async () => {
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/orders`;
    const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    await client.send(new PurgeQueueCommand({ QueueUrl }));
  });

  it('name their dead-letter sources', async () => {
    const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url('dead') }));
    expect(queueUrls).toEqual([url('orders')]);
  });

  it('keep their messages over a deploy, and get them back when a removed queue returns', async () => {
    await client.send(new SendMessageCommand({ QueueUrl: url('dead'), MessageBody: 'kept' }));
    await cloud.redeploy({ Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } });
    await expect(attributes('dead')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect((await attributes('orders')).VisibilityTimeout).toBe('30');
    await cloud.redeploy(resources);
    expect((await attributes('dead')).ApproximateNumberOfMessages).toBe('1');
    expect((await attributes('orders')).VisibilityTimeout).toBe('90');
    await client.send(new ReceiveMessageCommand({ QueueUrl: url('dead'), VisibilityTimeout: 0 }));
  });
});

describe('queues made by calls', () => {
  it('are created once: the same attributes again give the same URL, others an error', async () => {
    const create = (DelaySeconds: string) =>
      client.send(
        new CreateQueueCommand({ QueueName: 'made', Attributes: { DelaySeconds }, tags: { a: 'b' } }),
      );
    expect((await create('5')).QueueUrl).toBe(url('made'));
    expect((await create('5')).QueueUrl).toBe(url('made'));
    await expect(create('6')).rejects.toMatchObject({
      name: 'QueueNameExists',
      Code: 'QueueAlreadyExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it('are deleted, and then unknown, with the error names of both protocols', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'short-lived' }));
    await client.send(new DeleteQueueCommand({ QueueUrl: url('short-lived') }));
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'short-lived' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      Type: 'Sender',
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuse names and attributes that SQS refuses', async () => {
    const create = (QueueName: string, Attributes = {}) =>
      client.send(new CreateQueueCommand({ QueueName, Attributes }));
    await expect(create('with space')).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    await expect(create('a'.repeat(81))).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    await expect(create('x', { VisibilityTimeout: '43201' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
    });
    await expect(create('x', { Colour: 'red' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    await expect(create('x', { DeduplicationScope: 'queue' })).rejects.toMatchObject({
      name: 'InvalidAttributeName',
      message: 'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    });
    await expect(create('x', { FifoQueue: 'true' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  });

  it('change their attributes; an empty redrive policy takes it away', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'changing' }));
    const QueueUrl = url('changing');
    const set = (Attributes: Record<string, string>) =>
      client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const deadLetterTargetArn = `arn:aws:sqs:${region}:${account}:dead`;
    await set({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '2' }) });
    expect((await attributes('changing')).RedrivePolicy).toContain('"maxReceiveCount":"2"');
    await set({ RedrivePolicy: '' });
    expect(await attributes('changing')).not.toHaveProperty('RedrivePolicy');
    await expect(set({ FifoQueue: 'true' })).rejects.toMatchObject({
      message: 'Unknown Attribute FifoQueue.',
    });
  });

  it('carry tags and permissions', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'tagged' }));
    const QueueUrl = url('tagged');
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
    const permission = {
      QueueUrl,
      Label: 'other',
      AWSAccountIds: ['111111111111'],
      Actions: ['SendMessage'],
    };
    await client.send(new AddPermissionCommand(permission));
    expect(JSON.parse((await attributes('tagged')).Policy ?? '')).toMatchObject({
      Statement: [
        { Sid: 'other', Action: 'SQS:SendMessage', Principal: { AWS: 'arn:aws:iam::111111111111:root' } },
      ],
    });
    await expect(client.send(new AddPermissionCommand(permission))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: 'Value other for parameter Label is invalid. Reason: Already exists.',
    });
    await client.send(new RemovePermissionCommand({ QueueUrl, Label: 'other' }));
    expect(await attributes('tagged')).not.toHaveProperty('Policy');
  });

  it('purge at most once a minute', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'purged' }));
    const purge = () => client.send(new PurgeQueueCommand({ QueueUrl: url('purged') }));
    await client.send(new SendMessageCommand({ QueueUrl: url('purged'), MessageBody: 'gone' }));
    await purge();
    expect((await attributes('purged')).ApproximateNumberOfMessages).toBe('0');
    await expect(purge()).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      $metadata: { httpStatusCode: 403 },
    });
    clock.advance(60_000);
    await purge();
  });

  it('list in pages', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'third' }));
    const first = await client.send(new ListQueuesCommand({ MaxResults: 2 }));
    expect(first.QueueUrls).toHaveLength(2);
    const second = await client.send(new ListQueuesCommand({ MaxResults: 2, NextToken: first.NextToken }));
    expect(second.QueueUrls?.[0]).not.toBe(first.QueueUrls?.[0]);
  });

  it('go on a reset, which brings those of the templates back empty', async () => {
    await client.send(new CreateQueueCommand({ QueueName: 'made' }));
    await client.send(new SendMessageCommand({ QueueUrl: url('dead'), MessageBody: 'gone' }));
    await cloud.reset();
    const { QueueUrls } = await client.send(new ListQueuesCommand({}));
    expect(QueueUrls).toEqual([url('dead'), url('orders')]);
    expect((await attributes('dead')).ApproximateNumberOfMessages).toBe('0');
  });
});
