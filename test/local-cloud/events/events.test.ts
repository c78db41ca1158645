/** EventBridge against the SDK's client; expectations from its user guide and API reference (2026). */
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/local-cloud/aws/clock.ts';
import { createEvents } from '../../../src/local-cloud/aws/events/service.ts';
import { kinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { callAws } from '../../../src/local-cloud/aws/protocol/call.ts';
import { createSqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import type { InvokeOptions, Principal, Service } from '../../../src/local-cloud/contract.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
const queueArn = `arn:aws:sqs:${region}:${account}:inbox`;
const arnOfDead = `arn:aws:sqs:${region}:${account}:dead`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:worker`;
const invoked: { payload: unknown; options: InvokeOptions }[] = [];
let failures = 0;

/** Takes the place of the lambda room. */
const functions: Service = {
  name: 'lambda',
  supports: {},
  start: async () => ({
    deploy: async () => {},
    close: async () => {},
    invoke: async (name, payload, options) => {
      if (name !== functionArn)
        throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
      if (failures-- > 0) throw new AwsError('ServiceException', 'busy', 500);
      invoked.push({ payload: JSON.parse(payload), options });
      return { requestId: '1', payload: '', duration: 0 };
    },
  }),
};

const queue = (QueueName: string, more = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, ...more },
});
const resources = {
  Inbox: queue('inbox'),
  Dead: queue('dead'),
  Ordered: queue('ordered.fifo', { FifoQueue: true, ContentBasedDeduplication: true }),
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'stream', ShardCount: 1 } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Placed: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'placed',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['orders'], detail: { total: [{ numeric: ['>', 100] }] } },
      State: 'ENABLED',
      Targets: [
        { Id: 'function', Arn: functionArn },
        { Id: 'queue', Arn: { 'Fn::GetAtt': ['Inbox', 'Arn'] }, InputPath: '$.detail' },
      ],
    },
  },
};
let cloud: Harness;
let client: EventBridgeClient;
let sqsClient: SQSClient;
let made = 0;

beforeAll(async () => {
  cloud = await startHarness({
    services: [createSqs(systemClock), kinesis, functions, createEvents(clock)],
    resources,
  });
  // The SDK would try again after LimitExceededException.
  client = new EventBridgeClient({ ...cloud.client, maxAttempts: 1 });
  sqsClient = new SQSClient(cloud.client);
});
beforeEach(async () => {
  await cloud.redeploy(resources);
  await cloud.reset();
  invoked.length = 0;
  failures = 0;
});
afterAll(async () => {
  client.destroy();
  sqsClient.destroy();
  await cloud.close();
});

const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const entry = (detail: unknown, more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'orders',
  DetailType: 'placed',
  Detail: JSON.stringify(detail),
  ...more,
});

/** The next message of a queue; it stays invisible for longer than the tests take. */
async function next(name: string) {
  const { Messages = [] } = await sqsClient.send(
    new ReceiveMessageCommand({
      QueueUrl: `${cloud.endpoint}/${account}/${name}`,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages[0];
}

/** A rule of its own on the default bus that sends what it matches to one target. */
async function ruleTo(target: Partial<Target>) {
  const Name = `rule-${made++}`;
  await client.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: [Name] }) }));
  const Targets = [{ Id: 'one', Arn: queueArn, ...target }];
  await client.send(new PutTargetsCommand({ Rule: Name, Targets }));
  return { Name, send: (detail: unknown) => put(entry(detail, { Source: Name })) };
}

describe('events', () => {
  it('reach the targets of the rules that match, in the documented shape', async () => {
    const { FailedEntryCount, Entries } = await put(
      entry({ total: 50 }, { EventBusName: 'shop' }),
      entry(
        { total: 500 },
        { EventBusName: 'shop', Resources: ['arn:aws:thing'], Time: new Date(1_700_000_000_123) },
      ),
    );
    expect(FailedEntryCount).toBe(0);
    expect(JSON.parse((await next('inbox'))?.Body ?? '')).toEqual({ total: 500 });
    await vi.waitFor(() => expect(invoked).toHaveLength(1), { timeout: 60_000 });
    expect(invoked[0]?.payload).toEqual({
      version: '0',
      id: Entries?.[1]?.EventId,
      'detail-type': 'placed',
      source: 'orders',
      account,
      time: '2023-11-14T22:13:20Z',
      region,
      resources: ['arn:aws:thing'],
      detail: { total: 500 },
    });
    const sourceArn = `arn:aws:events:${region}:${account}:rule/shop/placed`;
    expect(invoked[0]?.options).toMatchObject({
      type: 'event',
      caller: { service: 'events.amazonaws.com', sourceArn },
    });
  });

  it('fail each for itself', async () => {
    const { FailedEntryCount, Entries } = await put(
      entry({}),
      entry({}, { Source: '' }),
      entry({}, { DetailType: '' }),
      entry({}, { Detail: '' }),
      entry({}, { Detail: '[1]' }),
      entry({}, { Detail: '{"a"' }),
      entry({}, { Source: 'aws.s3' }),
    );
    expect(FailedEntryCount).toBe(6);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSource',
    ]);
    expect(Entries?.[1]?.ErrorMessage).toBe(
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
  });

  it('of a service come from that service alone', async () => {
    const as = async (caller: Principal) => {
      const input = { Entries: [{ Source: 'aws.s3', DetailType: 'Object Created', Detail: '{}' }] };
      const call = { service: 'events', action: 'PutEvents', region, input, caller };
      return (await callAws(cloud.cloud, call)).Entries[0].ErrorCode;
    };
    expect(await as({ service: 's3.amazonaws.com' })).toBeUndefined();
    expect(await as({ service: 'apigateway.amazonaws.com' })).toBe('NotAuthorizedForSource');
    expect(await as({ service: 'anonymous' })).toBe('NotAuthorizedForSource');
  });

  it('are limited in number and size', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry({})))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put(entry({ text: 'x'.repeat(1_048_576) }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });

  it('for a bus that does not exist are accepted and lost, which a notice says', async () => {
    const { FailedEntryCount } = await put(entry({}, { EventBusName: 'nowhere' }));
    expect(FailedEntryCount).toBe(0);
    await vi.waitFor(
      () =>
        expect(cloud.log.events().map(({ text }) => text)).toContainEqual(
          expect.stringContaining('event-bus/nowhere'),
        ),
      { timeout: 60_000 },
    );
  });
});

describe('inputs of targets', () => {
  const detail = { id: '0a787ecb', valid: true, list: ['ACTIVE', 'INACTIVE'], payload: { a: '1' } };
  const body = async (target: Partial<Target>) => {
    const { send } = await ruleTo(target);
    await send(detail);
    return (await next('inbox'))?.Body;
  };

  it('are a constant or a part of the event', async () => {
    expect(await body({ Input: '{"fixed":true}' })).toBe('{"fixed":true}');
    expect(await body({ InputPath: '$.detail.payload' })).toBe('{"a":"1"}');
    expect(await body({ InputPath: '$.detail.list[1]' })).toBe('"INACTIVE"');
  });

  it('are templates of JSON', async () => {
    const InputPathsMap = { id: '$.detail.id', payload: '$.detail.payload', none: '$.detail.none' };
    const InputTemplate =
      '{"path": "users/<id>/<id>", "id": <id>, "body": <payload>, "missing": <none>, "rule": <aws.events.rule-name>}';
    const { Name, send } = await ruleTo({ InputTransformer: { InputPathsMap, InputTemplate } });
    await send(detail);
    expect(JSON.parse((await next('inbox'))?.Body ?? '')).toEqual({
      path: 'users/0a787ecb/0a787ecb',
      id: '0a787ecb',
      body: { a: '1' },
      missing: '',
      rule: Name,
    });
  });

  it('are templates of text, which keep their quotes', async () => {
    const InputPathsMap = { list: '$.detail.list', payload: '$.detail.payload', valid: '$.detail.valid' };
    const InputTemplate = '"<list> and <payload> are <valid>"';
    expect(await body({ InputTransformer: { InputPathsMap, InputTemplate } })).toBe(
      '"[ACTIVE,INACTIVE] and {a:1} are true"',
    );
  });

  it('are the whole event in a template, and nothing when the template gives no JSON', async () => {
    const { send } = await ruleTo({
      InputTransformer: { InputPathsMap: { list: '$.detail.list' }, InputTemplate: '{"list": "<list>"}' },
    });
    await send(detail);
    const whole = await body({
      InputTransformer: { InputTemplate: '{"event": <aws.events.event.json>}' },
    });
    // The first rule's message would stand before this one.
    expect(JSON.parse(whole ?? '')).toMatchObject({ event: { 'detail-type': 'placed', detail } });
  });
});

describe('targets', () => {
  it('are FIFO queues with their message group', async () => {
    const { send } = await ruleTo({
      Arn: `arn:aws:sqs:${region}:${account}:ordered.fifo`,
      SqsParameters: { MessageGroupId: 'all' },
    });
    await send({ a: 1 });
    expect((await next('ordered.fifo'))?.Attributes?.MessageGroupId).toBe('all');
  });

  it('are Kinesis streams, with a partition key of the event', async () => {
    const Arn = `arn:aws:kinesis:${region}:${account}:stream/stream`;
    const { send } = await ruleTo({ Arn, KinesisParameters: { PartitionKeyPath: '$.detail.customer' } });
    await send({ customer: 'c-7' });
    await vi.waitFor(
      async () => {
        const { records } = await cloud.cloud
          .streamSource(Arn)!
          .read(Arn, 'shardId-000000000000', 'TRIM_HORIZON', 1);
        expect(records[0]?.kinesis.partitionKey).toBe('c-7');
      },
      { timeout: 60_000 },
    );
  });

  it('are other buses, with the event as it is', async () => {
    const { send } = await ruleTo({ Arn: `arn:aws:events:${region}:${account}:event-bus/shop` });
    await client.send(
      new PutRuleCommand({
        Name: 'all',
        EventBusName: 'shop',
        EventPattern: '{"source":[{"prefix":"rule-"}]}',
      }),
    );
    const Targets = [{ Id: 'q', Arn: queueArn }];
    await client.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'shop', Targets }));
    const { Entries } = await send({ over: 'two buses' });
    expect(JSON.parse((await next('inbox'))?.Body ?? '')).toMatchObject({
      id: Entries?.[0]?.EventId,
      detail: { over: 'two buses' },
    });
  });

  it('are log groups, shown as log lines', async () => {
    const { send } = await ruleTo({ Arn: `arn:aws:logs:${region}:${account}:log-group:/aws/events/all` });
    await send({ logged: true });
    await vi.waitFor(
      () =>
        expect(cloud.log.events()).toContainEqual(
          expect.objectContaining({
            kind: 'log',
            source: '/aws/events/all',
            text: expect.stringContaining('logged'),
          }),
        ),
      { timeout: 60_000 },
    );
  });

  it('that are missing leave the event to their dead-letter queue', async () => {
    const Arn = `${functionArn}-gone`;
    const DeadLetterConfig = { Arn: `arn:aws:sqs:${region}:${account}:dead` };
    const { Name, send } = await ruleTo({ Arn, DeadLetterConfig });
    await send({ lost: true });
    const message = await next('dead');
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ source: Name, detail: { lost: true } });
    const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    expect(Object.fromEntries(attributes)).toEqual({
      RULE_ARN: `arn:aws:events:${region}:${account}:rule/${Name}`,
      TARGET_ARN: Arn,
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: `Function not found: ${Arn}`,
    });
  });

  it('that fail for a moment are tried again', async () => {
    failures = 2;
    const { Name, send } = await ruleTo({ Arn: functionArn });
    await send({ again: true });
    await clock.awaited();
    // 1 and 2 seconds, times 1/60.
    clock.advance(17);
    await clock.awaited();
    expect(invoked).toEqual([]);
    clock.advance(34);
    await vi.waitFor(() => expect(invoked).toHaveLength(1), { timeout: 60_000 });
    expect(cloud.log.events().map(({ text }) => text)).toContain(
      `${Name}: ${functionArn} failed, and is tried again for up to 1440 seconds, on AWS for up to 86400: busy`,
    );
  });

  it.each([
    ['attempts', { MaximumRetryAttempts: 5 }, 'MaximumRetryAttempts', '5'],
    // 1, 2, 4, 8, 16 seconds are within a minute, and 32 more are not.
    ['age', { MaximumEventAgeInSeconds: 60 }, 'MaximumEventAgeInSeconds', '5'],
    ['attempts, of which there are none', { MaximumRetryAttempts: 0 }, 'MaximumRetryAttempts', '0'],
  ])('that go on failing end with the greatest number of %s', async (_, RetryPolicy, condition, retries) => {
    failures = 1000;
    const DeadLetterConfig = { Arn: arnOfDead };
    const { send } = await ruleTo({ Arn: functionArn, RetryPolicy, DeadLetterConfig });
    await send({ lost: true });
    for (let retry = 0; retry < Number(retries); retry++) {
      await clock.awaited();
      clock.advance(1 + (1000 * 2 ** retry) / 60);
    }
    const message = await next('dead');
    expect(message?.MessageAttributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: { StringValue: condition },
      RETRY_ATTEMPTS: { StringValue: retries },
      ERROR_MESSAGE: { StringValue: 'busy' },
    });
  });

  it('are not tried again after a reset', async () => {
    failures = 1;
    const { send } = await ruleTo({ Arn: functionArn });
    await send({ gone: true });
    await clock.awaited();
    await cloud.reset();
    clock.advance(60_000);
    const { send: other } = await ruleTo({ Arn: functionArn });
    await other({ after: true });
    await vi.waitFor(() => expect(invoked).toHaveLength(1), { timeout: 60_000 });
    expect(invoked[0]?.payload).toMatchObject({ detail: { after: true } });
  });
});

describe('targets that the local cloud does not serve', () => {
  const destination = `arn:aws:events:${region}:${account}:api-destination/partner/1`;
  const task = `arn:aws:ecs:${region}:${account}:cluster/jobs`;

  it('are named at start', async () => {
    const Targets = [destination, task, queueArn].map((Arn, at) => ({ Id: `t${at}`, Arn }));
    const { Placed } = resources;
    await cloud.redeploy({
      ...resources,
      Placed: { ...Placed, Properties: { ...Placed.Properties, Targets } },
    });
    expect(cloud.deployNotices()).toEqual([
      `test/Placed: the local cloud delivers no events to ${destination}.`,
      `test/Placed: the local cloud delivers no events to ${task}.`,
    ]);
  });

  it('are named when a call puts them', async () => {
    const { Name } = await ruleTo({ Arn: task });
    const said = cloud.log.events().map(({ text }) => text);
    expect(said).toContain(`${Name}: the local cloud delivers no events to ${task}.`);
  });
});

describe('rules and buses', () => {
  it('of the templates are listed, and change with them', async () => {
    const rules = async () =>
      (await client.send(new ListRulesCommand({ EventBusName: 'shop', NamePrefix: 'placed' }))).Rules ?? [];
    expect(await rules()).toMatchObject([{ Name: 'placed', State: 'ENABLED', EventBusName: 'shop' }]);
    const { Placed, ...rest } = resources;
    await cloud.redeploy({
      ...rest,
      Placed: { ...Placed, Properties: { ...Placed.Properties, State: 'DISABLED' } },
    });
    expect(await rules()).toMatchObject([{ State: 'DISABLED' }]);
    await put(entry({ total: 500 }, { EventBusName: 'shop' }));
    const { send } = await ruleTo({});
    await send({ after: true });
    expect(JSON.parse((await next('inbox'))?.Body ?? '')).toMatchObject({ detail: { after: true } });
    expect(invoked).toEqual([]);
    await cloud.redeploy(rest);
    expect(await rules()).toEqual([]);
  });

  it('are disabled, enabled and deleted by calls', async () => {
    const { Name, send } = await ruleTo({});
    await client.send(new DisableRuleCommand({ Name }));
    await send({ off: true });
    await client.send(new EnableRuleCommand({ Name }));
    await send({ on: true });
    expect(JSON.parse((await next('inbox'))?.Body ?? '')).toMatchObject({ detail: { on: true } });
    await expect(client.send(new DeleteRuleCommand({ Name }))).rejects.toThrow(
      "Rule can't be deleted since it has targets.",
    );
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    expect(Targets).toEqual([{ Id: 'one', Arn: queueArn }]);
    await client.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['one'] }));
    await client.send(new DeleteRuleCommand({ Name }));
    await expect(client.send(new DescribeRuleCommand({ Name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Rule ${Name} does not exist on EventBus default.`,
    });
  });

  it('refuse what EventBridge refuses', async () => {
    const rule = (more: object) => client.send(new PutRuleCommand({ Name: 'bad', ...more }));
    await expect(rule({})).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(rule({ EventPattern: '{"source":"x"}' })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
    });
    await expect(rule({ ScheduleExpression: 'rate(1 minutes)' })).rejects.toThrow(
      'Parameter ScheduleExpression is not valid.',
    );
    await expect(rule({ ScheduleExpression: 'rate(1 minute)', EventBusName: 'shop' })).rejects.toThrow(
      'only on the default event bus',
    );
    const { Name } = await ruleTo({});
    const targets = (...Targets: Target[]) => client.send(new PutTargetsCommand({ Rule: Name, Targets }));
    await expect(targets({ Id: 'x', Arn: queueArn, Input: '1', InputPath: '$' })).rejects.toThrow(
      'Only one of Input, InputPath, or InputTransformer must be provided for target x.',
    );
    await expect(
      targets({ Id: 'x', Arn: queueArn, InputTransformer: { InputTemplate: '{"a": <other>}' } }),
    ).rejects.toThrow('contains invalid placeholder other');
    const six = Array.from({ length: 6 }, (_, at) => ({ Id: `t${at}`, Arn: queueArn }));
    await expect(targets(...six)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('come on buses that calls create and delete', async () => {
    const create = () => client.send(new CreateEventBusCommand({ Name: 'made' }));
    expect((await create()).EventBusArn).toBe(`arn:aws:events:${region}:${account}:event-bus/made`);
    await expect(create()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const { EventBuses } = await client.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['default', 'shop', 'made']));
    await client.send(new DeleteEventBusCommand({ Name: 'made' }));
    await expect(client.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toThrow(
      'Cannot delete event bus default.',
    );
  });

  it('tell whether a pattern matches an event', async () => {
    const Event = JSON.stringify({
      id: '1',
      account,
      source: 'orders',
      time: '2026-01-01T00:00:00Z',
      region,
      resources: [],
      'detail-type': 'x',
    });
    const test = async (EventPattern: string) =>
      (await client.send(new TestEventPatternCommand({ EventPattern, Event }))).Result;
    expect(await test('{"source":["orders"]}')).toBe(true);
    expect(await test('{"source":["other"]}')).toBe(false);
  });
});
