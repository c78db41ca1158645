/** Schedules; expectations from the EventBridge user guide, "Schedule patterns" (2026). */
import { afterEach, expect, it, vi } from 'vitest';
import { nextRun } from '../../../src/local-cloud/aws/events/schedule.ts';
import { createEvents } from '../../../src/local-cloud/aws/events/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

// A Thursday.
const start = Date.UTC(2026, 0, 1, 12, 0, 30);
const next = (expression: string, from = start) => {
  const at = nextRun(expression, from);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
};

it.each([
  ['rate(5 minutes)', '2026-01-01T12:05'],
  ['rate(1 day)', '2026-01-02T12:00'],
  ['cron(15 10 * * ? *)', '2026-01-02T10:15'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-01T18:00'],
  ['cron(0 8 1 * ? *)', '2026-02-01T08:00'],
  ['cron(0/15 * * * ? *)', '2026-01-01T12:15'],
  ['cron(0/10 * ? * MON-FRI *)', '2026-01-01T12:10'],
  ['cron(0/5 8-17 ? * 2-6 *)', '2026-01-01T12:05'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-05T09:00'],
  ['cron(0 9 ? * 6L *)', '2026-01-30T09:00'],
  ['cron(0 9 L * ? *)', '2026-01-31T09:00'],
  ['cron(0 9 3W * ? *)', '2026-01-02T09:00'],
  ['cron(30 0 29 FEB ? 2028)', '2028-02-29T00:30'],
])('%s runs next at %s', (expression, expected) => {
  expect(next(expression)).toBe(expected);
});

it.each([
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'cron(* * * * * *)',
  'cron(60 * * * ? *)',
  'cron(0 0 ? * ? *)',
  'cron(0 0 31 2 ? *)',
  'cron(0 0 x * ? *)',
  'cron(0 0 1 1 ? 1999)',
  'every day',
])('%s is no schedule', (expression) => {
  expect(next(expression)).toBeUndefined();
});

const queueArn = `arn:aws:sqs:${region}:${account}:inbox`;
const resources = {
  Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
  Nightly: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'nightly',
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Id: 'queue', Arn: queueArn }],
    },
  },
};
let cloud: Harness | undefined;
afterEach(async () => cloud?.close());

it('runs schedules when the project asks for it, and stops with the rule', async () => {
  const clock = manualClock(start);
  cloud = await startHarness({
    services: [sqs, createEvents(clock)],
    resources,
    config: { events: { schedules: true } },
  });
  const { signal } = new AbortController();
  const received = () =>
    cloud!.cloud.queueSource(queueArn)!.receive(queueArn, { max: 10, waitMs: 0, signal });
  clock.advance(5 * 60_000);
  await vi.waitFor(
    async () => {
      const [message] = await received();
      expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: '2026-01-01T12:05:30Z',
        resources: [`arn:aws:events:${region}:${account}:rule/nightly`],
        detail: {},
      });
    },
    { timeout: 60_000 },
  );
  await cloud.redeploy({ Inbox: resources.Inbox });
  clock.advance(10 * 60_000);
  expect(await received()).toEqual([]);
});

it('does not run them otherwise', async () => {
  const clock = manualClock(start);
  cloud = await startHarness({ services: [sqs, createEvents(clock)], resources });
  clock.advance(10 * 60_000);
  const { signal } = new AbortController();
  const messages = await cloud.cloud.queueSource(queueArn)!.receive(queueArn, { max: 1, waitMs: 0, signal });
  expect(messages).toEqual([]);
});
