import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { fakeRoom } from './fake-sources.ts';
import { call, codeFolder, eventually, functionOf, role, startLambda, traced } from './fixture.ts';

const room = fakeRoom([], []);
const code = codeFolder();
let harness: Harness;

const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } });
const config = (name: string, properties: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: { Ref: name }, Qualifier: '$LATEST', ...properties },
});
const destination = (Destination: unknown) => ({ Destination });
const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

beforeAll(async () => {
  const failing = code.write('failing', `export const handler = async () => { throw new Error('always'); };`);
  const fine = code.write('fine', 'export const handler = async ({ n }) => ({ twice: n * 2 });');
  const flaky = code.write(
    'flaky',
    `let n = 0; export const handler = async () => { if (++n < 3) throw new Error('not yet'); };`,
  );
  harness = await startLambda(
    {
      failures: queue('failures'),
      letters: queue('letters'),
      failing: functionOf('failing', failing, {
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['letters', 'Arn'] } },
      }),
      failingConfig: config('failing', {
        DestinationConfig: { OnFailure: destination({ 'Fn::GetAtt': ['failures', 'Arn'] }) },
      }),
      once: functionOf('once', failing),
      onceConfig: config('once', {
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: destination(bus) },
      }),
      fine: functionOf('fine', fine),
      fineConfig: config('fine', {
        DestinationConfig: { OnSuccess: destination({ 'Fn::GetAtt': ['next', 'Arn'] }) },
      }),
      next: functionOf('next', code.write('next', 'export const handler = async (event) => event;')),
      flaky: functionOf('flaky', flaky),
      off: functionOf('off', fine, { ReservedConcurrentExecutions: 0 }),
      offConfig: config('off', {
        DestinationConfig: { OnFailure: destination({ 'Fn::GetAtt': ['failures', 'Arn'] }) },
      }),
      lost: functionOf('lost', failing),
      lostConfig: config('lost', {
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: destination('arn:aws:sqs:eu-west-1:123456789012:elsewhere') },
      }),
    },
    { config: { lambda: { retryFactor: 0 } } },
    [room],
  );
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

const attempts = (name: string) =>
  harness.log.events().filter(({ kind, source }) => kind === 'invoke' && source === name);

describe('an asynchronous invocation', () => {
  it('returns at once and tries a failing function three times under one request id', async () => {
    const answer = await call(harness, 'failing', { order: 1 }, { type: 'event' });
    expect(answer).toMatchObject({ payload: '', duration: 0 });
    await eventually(
      () => room.sent.filter(({ input }) => JSON.stringify(input).includes(answer.requestId)).length,
    ).toBe(2);
    expect(attempts('failing').map(({ detail }) => (detail as { requestId: string }).requestId)).toEqual(
      Array(3).fill(answer.requestId),
    );
    const [failure, letter] = room.sent.filter(({ input }) =>
      JSON.stringify(input).includes(answer.requestId),
    );
    expect(failure!.caller).toMatchObject({ roleArn: role });
    expect(JSON.parse(failure!.input.MessageBody)).toMatchObject({
      version: '1.0',
      timestamp: expect.any(String),
      requestContext: {
        requestId: answer.requestId,
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:failing:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { order: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'always' },
    });
    expect(letter!.input).toMatchObject({
      MessageBody: '{"order":1}',
      MessageAttributes: {
        RequestID: { DataType: 'String', StringValue: answer.requestId },
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: 'always' },
      },
    });
  });

  it('stops when an attempt succeeds', async () => {
    await call(harness, 'flaky', {}, { type: 'event' });
    await traced(
      harness,
      ({ kind, source, status }) => kind === 'invoke' && source === 'flaky' && status === 200,
    );
    expect(attempts('flaky').map(({ status }) => status)).toEqual([500, 500, 200]);
  });

  it('tells a function of a success and an event bus of a failure', async () => {
    await call(harness, 'fine', { n: 4 }, { type: 'event' });
    const next = await traced(harness, ({ kind, source }) => kind === 'invoke' && source === 'next');
    expect(JSON.parse((next.detail as { event: string }).event)).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { n: 4 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { twice: 8 },
    });
    await call(harness, 'once', {}, { type: 'event' });
    await eventually(() => room.sent.filter(({ service }) => service === 'events').length).toBe(1);
    expect(room.sent.find(({ service }) => service === 'events')!.input.Entries[0]).toMatchObject({
      Source: 'lambda',
      DetailType: 'Lambda Function Invocation Result - Failure',
      EventBusName: bus,
      Resources: ['arn:aws:lambda:eu-west-1:123456789012:function:once', bus],
    });
    expect(attempts('once').length).toBe(1);
  });

  it('of a function that is switched off goes to the destination without a try', async () => {
    const { requestId } = await call(harness, 'off', {}, { type: 'event' });
    await eventually(() => room.sent.some(({ input }) => input.MessageBody?.includes(requestId))).toBe(true);
    expect(attempts('off')).toEqual([]);
  });

  it('names a destination that is not there', async () => {
    await call(harness, 'lost', {}, { type: 'event' });
    const notice = await traced(harness, ({ text }) => text.includes('did not reach'));
    expect(notice.text).toContain('arn:aws:sqs:eu-west-1:123456789012:elsewhere: no template has this queue');
  });
});
