import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { account, region } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';
import { arnOf, functionArn, HandlerError, roleArn, startMachines, type Work } from './machines.ts';

type Machines = Awaited<ReturnType<typeof startMachines>>;
let machines: Machines | undefined;
afterEach(async () => {
  await machines?.close();
  machines = undefined;
});

interface Run {
  input?: unknown;
  works?: Record<string, Work>;
  config?: object;
}

/** Runs one state machine to its end. */
async function runOf(
  definition: object,
  { input = {}, ...options }: Run = {},
): Promise<DescribeExecutionOutput> {
  machines = await startMachines({ one: definition }, options);
  const { client } = machines;
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn: arnOf('one'), input: JSON.stringify(input) }),
  );
  return vi.waitFor(
    async () => {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      expect(execution.status).not.toBe('RUNNING');
      return execution;
    },
    { interval: 5, timeout: 60_000 },
  );
}

/** Runs one state alone; gives its output. */
async function outputOf(state: object, run: Run = {}): Promise<unknown> {
  const { status, output, error, cause } = await runOf(
    { StartAt: 'One', States: { One: { End: true, ...state } } },
    run,
  );
  expect({ status, error, cause }).toMatchObject({ status: 'SUCCEEDED' });
  return JSON.parse(output ?? '');
}

describe('input and output of a state', () => {
  it('are selected, filled in, placed and selected again', async () => {
    const state = {
      Type: 'Pass',
      InputPath: '$.order',
      Parameters: { 'id.$': '$.id', fixed: [1, { 'first.$': '$.items[0]' }], 'name.$': '$$.State.Name' },
      ResultPath: '$.made.here',
      OutputPath: '$.made',
    };
    expect(await outputOf(state, { input: { order: { id: 7, items: ['tea'] } } })).toEqual({
      here: { id: 7, fixed: [1, { first: 'tea' }], name: 'One' },
    });
  });

  it('leave a result out, or are nothing', async () => {
    expect(await outputOf({ Type: 'Pass', Result: 1, ResultPath: null }, { input: { a: 1 } })).toEqual({
      a: 1,
    });
    await machines?.close();
    expect(await outputOf({ Type: 'Pass', InputPath: null }, { input: { a: 1 } })).toEqual({});
  });

  it.each([
    [{ Parameters: { 'id.$': '$.none' } }, 'States.ParameterPathFailure'],
    [{ Result: 1, ResultPath: '$.a.b' }, 'States.ResultPathMatchFailure'],
    [{ Parameters: { 'id.$': "States.ArrayGetItem('no list', 0, )x" } }, 'States.IntrinsicFailure'],
    [{ Parameters: { 'all.$': "States.Format('{}{}', $.long, $.long)" } }, 'States.DataLimitExceeded'],
  ])('fail: %o', async (members, error) => {
    const state = { Type: 'Pass', End: true, ...members };
    const input = { a: 1, long: 'x'.repeat(140_000) };
    expect(await runOf({ StartAt: 'One', States: { One: state } }, { input })).toMatchObject({
      status: 'FAILED',
      error,
    });
  });
});

it.each([
  ["States.Format('{} of {}', $.n, 'it\\'s')", "2 of it's"],
  ['States.StringToJson($.json)', { b: 1 }],
  ['States.JsonToString($.list)', '[3,1,3]'],
  ['States.ArrayUnique($.list)', [3, 1]],
  ['States.ArrayPartition($.list, 2)', [[3, 1], [3]]],
  ['States.ArrayContains($.list, 1)', true],
  ['States.ArrayLength(States.Array($.n, States.Array()))', 2],
  ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
  ['States.MathAdd($.n, -5)', -3],
  ["States.StringSplit('a,b-c', ',-')", ['a', 'b', 'c']],
  ["States.Base64Decode(States.Base64Encode('ä'))", 'ä'],
  ["States.Hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  [
    'States.JsonMerge($, States.StringToJson(\'{"n":3}\'), false)',
    { n: 3, list: [3, 1, 3], json: '{"b":1}' },
  ],
])('%s', async (text, value) => {
  const input = { n: 2, list: [3, 1, 3], json: '{"b":1}' };
  expect(await outputOf({ Type: 'Pass', Parameters: { 'value.$': text } }, { input })).toEqual({ value });
});

describe('a Choice', () => {
  const goes = async (rule: object, input: object) => {
    const { output } = await runOf(
      {
        StartAt: 'Choose',
        States: {
          Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
          Yes: { Type: 'Pass', Result: 'yes', End: true },
          No: { Type: 'Succeed', InputPath: '$$.State.Name' },
        },
      },
      { input },
    );
    return output;
  };

  it.each([
    [{ Variable: '$.n', NumericGreaterThan: 1 }, '"yes"'],
    [{ Variable: '$.n', StringEquals: '2' }, '"No"'],
    [{ Variable: '$.n', NumericEqualsPath: '$.same' }, '"yes"'],
    [{ Variable: '$.none', IsPresent: false }, '"yes"'],
    [{ Variable: '$.text', StringMatches: 'a*\\*' }, '"yes"'],
    [{ Variable: '$.at', TimestampLessThan: '2026-01-01T00:00:00+01:00' }, '"No"'],
    [
      { And: [{ Variable: '$.n', IsNumeric: true }, { Not: { Variable: '$.ok', BooleanEquals: true } }] },
      '"No"',
    ],
    [
      {
        Or: [
          { Variable: '$.nil', IsNull: true },
          { Variable: '$.n', NumericEquals: 0 },
        ],
      },
      '"yes"',
    ],
  ])('%o leads to %s', async (rule, output) => {
    const input = { n: 2, same: 2, text: 'a b*', ok: true, nil: null, at: '2025-12-31T23:30:00Z' };
    expect(await goes(rule, input)).toBe(output);
  });

  it('that nothing fits fails', async () => {
    const Choose = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 0, Next: 'Choose' }] };
    expect(await runOf({ StartAt: 'Choose', States: { Choose } }, { input: { n: 1 } })).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
    });
  });
});

describe('a Task', () => {
  const invoke = (FunctionName: string, more: object = {}) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName, 'Payload.$': '$' },
    ...more,
  });

  it('invokes a function with the role of the state machine', async () => {
    const works = { double: ({ n }: { n?: unknown }) => Number(n) * 2 };
    const state = invoke(functionArn('double'), {
      ResultSelector: { 'twice.$': '$.Payload' },
      ResultPath: '$.result',
    });
    expect(await outputOf(state, { input: { n: 4 }, works })).toEqual({ n: 4, result: { twice: 8 } });
    expect(machines?.calls).toEqual([{ name: 'double', roleArn }]);
  });

  it('invokes a function by its ARN alone', async () => {
    const state = { Type: 'Task', Resource: functionArn('greet') };
    expect(await outputOf(state, { input: 1, works: { greet: (n) => ({ got: n }) } })).toEqual({ got: 1 });
  });

  it('tries again by its first retrier that fits, then its catcher takes over', async () => {
    const works = {
      bad: (_: unknown, attempt: number) => {
        throw new HandlerError(attempt < 3 ? 'Slow' : 'Broken');
      },
    };
    const Work = invoke('bad', {
      Retry: [
        { ErrorEquals: ['Slow'], MaxAttempts: 5 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 2, JitterStrategy: 'FULL' },
      ],
      Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.failure', Next: 'Told' }],
      End: true,
    });
    const Told = { Type: 'Pass', End: true, Parameters: { 'error.$': '$.failure.Error', 'n.$': '$.n' } };
    const { output } = await runOf(
      { StartAt: 'Work', States: { Work, Told } },
      { input: { n: 1 }, works, config: { stepFunctions: { retryMs: 1 } } },
    );
    expect(JSON.parse(output ?? '')).toEqual({ error: 'Broken', n: 1 });
    // Two slow ones, then one and two tries more.
    expect(machines?.calls).toHaveLength(5);
  });

  it('fails with the name and the document of the error', async () => {
    const works = {
      bad: () => {
        throw new HandlerError('Broken');
      },
    };
    const failed = await runOf({ StartAt: 'One', States: { One: invoke('bad', { End: true }) } }, { works });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(JSON.parse(failed.cause ?? '')).toMatchObject({ errorMessage: 'it failed' });
  });

  it('fails when there is no function', async () => {
    expect(await runOf({ StartAt: 'One', States: { One: invoke('none', { End: true }) } })).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
    });
  });

  it('ends at its time', async () => {
    const works = { slow: () => new Promise((resolve) => setTimeout(resolve, 300)) };
    const state = invoke('slow', { TimeoutSeconds: 0.02, End: true });
    expect(await runOf({ StartAt: 'One', States: { One: state } }, { works })).toMatchObject({
      error: 'States.Timeout',
    });
  });

  it('sends messages', async () => {
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/told`;
    const Send = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl, MessageBody: { 'n.$': '$.n' } },
      End: true,
    };
    machines = await startMachines(
      { one: { StartAt: 'Send', States: { Send } } },
      {
        services: [sqs],
        resources: { Told: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'told' } } },
      },
    );
    await machines.client.send(
      new StartExecutionCommand({ stateMachineArn: arnOf('one'), input: '{"n":1}' }),
    );
    const signal = AbortSignal.timeout(60_000);
    const arn = `arn:aws:sqs:${region}:${account}:told`;
    const queues = machines.cloud.cloud.queueSource(arn);
    const [message] = (await queues?.receive(arn, { max: 1, waitMs: 20_000, signal })) ?? [];
    expect(message?.body).toBe('{"n":1}');
  });
});

describe('states in states', () => {
  const double = {
    StartAt: 'D',
    States: { D: { Type: 'Task', Resource: functionArn('double'), End: true } },
  };
  const works = { double: (n: unknown) => Number(n) * 2 };

  it('run beside each other', async () => {
    const Branches = [double, { StartAt: 'P', States: { P: { Type: 'Pass', Result: 'p', End: true } } }];
    expect(await outputOf({ Type: 'Parallel', Branches, ResultPath: '$' }, { input: 4, works })).toEqual([
      8,
      'p',
    ]);
  });

  it('run for each item, with its number', async () => {
    const state = {
      Type: 'Map',
      ItemsPath: '$.list',
      ItemSelector: { 'n.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', 'all.$': '$.of' },
      ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      MaxConcurrency: 1,
    };
    expect(await outputOf(state, { input: { list: ['a', 'b'], of: 2 } })).toEqual([
      { n: 'a', at: 0, all: 2 },
      { n: 'b', at: 1, all: 2 },
    ]);
  });

  it('fail together', async () => {
    const Branches = [
      double,
      { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Bad', Cause: 'no luck' } } },
    ];
    const One = { Type: 'Parallel', Branches, End: true };
    expect(await runOf({ StartAt: 'One', States: { One } }, { works })).toMatchObject({
      error: 'Bad',
      cause: 'no luck',
    });
  });
});

it('waits as long as it is told, and for each try as long again', async () => {
  const clock = manualClock();
  let calls = 0;
  machines = await startMachines(
    {
      one: {
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Work' },
          Work: {
            Type: 'Task',
            Resource: functionArn('work'),
            Retry: [
              {
                ErrorEquals: ['Slow'],
                IntervalSeconds: 10,
                BackoffRate: 3,
                MaxDelaySeconds: 20,
                MaxAttempts: 2,
              },
            ],
            End: true,
          },
        },
      },
    },
    {
      clock,
      works: {
        work: () => {
          calls++;
          throw new HandlerError('Slow');
        },
      },
    },
  );
  await machines.client.send(
    new StartExecutionCommand({ stateMachineArn: arnOf('one'), input: '{"seconds":60}' }),
  );
  for (const [seconds, wanted] of [
    [59, 0],
    [1, 1],
    [9, 1],
    [1, 2],
    [19, 2],
    [1, 3],
  ] as const) {
    await clock.awaited();
    clock.advance(1000 * seconds);
    await vi.waitFor(() => expect(calls).toBe(wanted), { timeout: 60_000 });
  }
});
