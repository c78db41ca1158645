/** What the SQS room gives to other rooms: the source for event source mappings, IAM, the Query protocol, the panel. */
import {
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
const arn = `arn:aws:sqs:${region}:${account}:orders`;
const roleArn = `arn:aws:iam::${account}:role/sender`;
let cloud: Harness;
let client: SQSClient;
let url: string;

beforeAll(async () => {
  cloud = await startHarness({
    services: [iam, createSqs(clock)],
    resources: {
      Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'sender',
          Policies: [
            {
              PolicyName: 'send',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }] },
            },
          ],
        },
      },
    },
  });
  client = new SQSClient(cloud.client);
  url = `${cloud.endpoint}/${account}/orders`;
});
beforeEach(async () => cloud.reset());
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));

it('is a source for event source mappings', async () => {
  const source = cloud.cloud.queueSource(arn);
  expect(cloud.cloud.queueSource(`${arn}-other`)).toBeUndefined();
  const waiting = source!.receive(arn, { max: 10, waitMs: 20_000, signal: new AbortController().signal });
  await clock.awaited();
  await send('work');
  const [message] = await waiting;
  expect(message).toMatchObject({ body: 'work', attributes: { ApproximateReceiveCount: '1' } });
  await source!.remove(arn, [message!.receiptHandle]);
  clock.advance(60_000);
  const none = await source!.receive(arn, { max: 10, waitMs: 0, signal: new AbortController().signal });
  expect(none).toEqual([]);
});

it('hides what a waiting poller gets for as long as the queue says by then', async () => {
  const source = cloud.cloud.queueSource(arn)!;
  const signal = new AbortController().signal;
  const waiting = source.receive(arn, { max: 10, waitMs: 20_000, signal });
  await clock.awaited();
  const Attributes = { VisibilityTimeout: '1' };
  await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  await send('work');
  expect(await waiting).toHaveLength(1);
  clock.advance(1000);
  expect(await source.receive(arn, { max: 10, waitMs: 0, signal })).toHaveLength(1);
});

it('ends a waiting receive when its poller stops', async () => {
  const stop = new AbortController();
  const waiting = cloud.cloud.queueSource(arn)!.receive(arn, { max: 1, waitMs: 20_000, signal: stop.signal });
  await clock.awaited();
  stop.abort();
  expect(await waiting).toEqual([]);
});

it('asks IAM for each action', async () => {
  const role = new SQSClient({ ...cloud.client, credentials: credentials(roleArn) });
  await role.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'allowed' }));
  await expect(role.send(new ReceiveMessageCommand({ QueueUrl: url }))).rejects.toMatchObject({
    Code: 'AccessDenied',
    message: expect.stringContaining('sqs:ReceiveMessage'),
    $metadata: { httpStatusCode: 403 },
  });
  role.destroy();
});

const form = (body: string, headers: Record<string, string> = {}) =>
  cloud.cloud.aws({
    service: 'sqs',
    region,
    action: '',
    method: 'POST',
    path: `/${account}/orders`,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: Buffer.from(body),
    caller: {},
  });

it('answers the Query protocol of API Gateway integrations', async () => {
  const body =
    'Action=SendMessage&MessageBody=%7B%22a%22%3A1%7D&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x';
  const asJson = await form(body, { accept: 'application/json' });
  const { SendMessageResponse } = JSON.parse(String(asJson.body));
  expect(SendMessageResponse.SendMessageResult.MessageId).toMatch(/^[0-9a-f-]{36}$/);
  expect(SendMessageResponse.ResponseMetadata.RequestId).toBeTruthy();
  const asXml = await form('Action=ReceiveMessage&MessageAttributeName.1=All&AttributeName.1=SentTimestamp');
  expect(asXml.headers?.['content-type']).toBe('text/xml');
  expect(String(asXml.body)).toContain('<Body>{&#34;a&#34;:1}</Body>');
  expect(String(asXml.body)).toContain('<Attribute><Name>SentTimestamp</Name>');
  expect(String(asXml.body)).toContain('<StringValue>x</StringValue>');
});

it('answers errors and batches of the Query protocol', async () => {
  const wrong = await form('Action=SendMessage&MessageBody=');
  expect([wrong.status, String(wrong.body)]).toEqual([
    400,
    expect.stringContaining('<Code>MissingParameter</Code>'),
  ]);
  const batch = await form(
    'Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x',
  );
  expect(String(batch.body)).toContain('<SendMessageBatchResultEntry><Id>a</Id>');
  expect((await form('Action=Nothing')).status).toBe(400);
});

it('shows depths and first messages on its panel', async () => {
  await send('shown');
  const panels = await cloud.rooms.get('sqs')!.snapshot!();
  expect(panels).toMatchObject({
    queues: [{ name: 'orders', visible: 1, inFlight: 0, delayed: 0, messages: [{ body: 'shown' }] }],
  });
});
