import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import type { Harness } from '../harness.ts';
import { call, codeFolder, functionOf, role, startLambda, traced } from './fixture.ts';

const code = codeFolder();
let harness: Harness;
let client: LambdaClient;

beforeAll(async () => {
  const echo = code.write(
    'echo',
    `export const handler = async (event, { clientContext }) => {
      if (event.fail) throw new Error('asked');
      console.log('one line');
      return { event, clientContext };
    };`,
  );
  harness = await startLambda(
    {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'test',
          AssumeRolePolicyDocument: {},
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: {
                Statement: [{ Effect: 'Allow', Action: 'lambda:GetFunction', Resource: '*' }],
              },
            },
          ],
        },
      },
      echo: functionOf('echo', echo, { ReservedConcurrentExecutions: 5 }),
      json: functionOf('json', echo, { LoggingConfig: { LogFormat: 'JSON', LogGroup: '/shop/json' } }),
      quiet: functionOf('quiet', echo, {
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'FATAL', SystemLogLevel: 'WARN' },
      }),
      loud: functionOf('loud', echo, { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'DEBUG' } }),
      mapped: functionOf('mapped', echo, { Environment: { Variables: { A: '1' } } }),
      mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
          FunctionName: { Ref: 'mapped' },
          BatchSize: 5,
          Enabled: false,
        },
      },
      permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'echo' },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: 'arn:aws:events:eu-west-1:123456789012:rule/allowed',
        },
      },
    },
    {},
    [iam],
  );
  client = new LambdaClient(harness.client);
});

afterAll(async () => {
  client.destroy();
  await harness.close();
  code.dispose();
});

const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString();

describe('the Lambda API', () => {
  it('invokes and gives result, version and the tail of the log', async () => {
    const answer = await client.send(
      new InvokeCommand({
        FunctionName: 'echo',
        Payload: Buffer.from('{"a":1}'),
        LogType: 'Tail',
        ClientContext: Buffer.from('{"app":"x"}').toString('base64'),
      }),
    );
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(text(answer.Payload))).toEqual({ event: { a: 1 }, clientContext: { app: 'x' } });
    expect(answer.FunctionError).toBeUndefined();
    const log = Buffer.from(answer.LogResult!, 'base64').toString();
    expect(log).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\n.*\tINFO\tone line\nEND RequestId: \S+\nREPORT RequestId: /,
    );
  });

  it.each([
    [
      'json',
      ['platform.start', 'INFO', 'platform.report'],
      ['platform.start', 'ERROR', 'platform.runtimeDone', 'platform.report'],
    ],
    ['quiet', [], ['platform.runtimeDone', 'platform.report']],
    [
      'loud',
      ['platform.start', 'INFO', 'platform.runtimeDone', 'platform.report'],
      ['platform.start', 'ERROR', 'platform.runtimeDone', 'platform.report'],
    ],
  ])('gives the end of a log in JSON, filtered by its levels: %s', async (FunctionName, well, failed) => {
    const lines = async (event: object) => {
      const Payload = Buffer.from(JSON.stringify(event));
      const { LogResult } = await client.send(new InvokeCommand({ FunctionName, Payload, LogType: 'Tail' }));
      const text = Buffer.from(LogResult!, 'base64').toString().trim();
      return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
    };
    const kinds = (all: { type?: string; level?: string }[]) => all.map(({ type, level }) => type ?? level);
    const documents = await lines({});
    expect(kinds(documents)).toEqual(well);
    const report = documents.find(({ type }) => type === 'platform.report');
    if (report)
      expect(report).toEqual({
        time: expect.stringMatching(/^\d{4}-/),
        type: 'platform.report',
        record: {
          requestId: expect.any(String),
          status: 'success',
          metrics: {
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            memorySizeMB: 128,
            maxMemoryUsedMB: expect.any(Number),
          },
        },
      });
    const failure = await lines({ fail: true });
    expect(kinds(failure)).toEqual(failed);
    const error = failure.find(({ level }) => level === 'ERROR');
    if (error)
      expect(error.message).toEqual({
        errorType: 'Error',
        errorMessage: 'asked',
        stackTrace: expect.arrayContaining(['Error: asked']),
      });
  });

  it.each([
    ['echo', { LogFormat: 'Text', LogGroup: '/aws/lambda/echo' }],
    [
      'json',
      { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: '/shop/json' },
    ],
    [
      'quiet',
      {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'FATAL',
        SystemLogLevel: 'WARN',
        LogGroup: '/aws/lambda/quiet',
      },
    ],
  ])('describes how %s logs', async (FunctionName, expected) => {
    const { LoggingConfig } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(LoggingConfig).toEqual(expected);
  });

  it('gives a function error as AWS does', async () => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.from('{"fail":true}') }),
    );
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(text(answer.Payload)).errorMessage).toBe('asked');
  });

  it('takes events and dry runs', async () => {
    const event = await client.send(
      new InvokeCommand({
        FunctionName: 'mapped',
        InvocationType: 'Event',
        Payload: Buffer.from('{"later":1}'),
      }),
    );
    expect(event.StatusCode).toBe(202);
    const ran = await traced(harness, ({ kind, source }) => kind === 'invoke' && source === 'mapped');
    expect((ran.detail as { event: string }).event).toBe('{"later":1}');
    const dry = await client.send(new InvokeCommand({ FunctionName: 'echo', InvocationType: 'DryRun' }));
    expect(dry.StatusCode).toBe(204);
  });

  it('reads functions and mappings', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual([
      'echo',
      'json',
      'quiet',
      'loud',
      'mapped',
    ]);
    const found = await client.send(new GetFunctionCommand({ FunctionName: 'echo' }));
    expect(found).toMatchObject({
      Configuration: { FunctionName: 'echo', Timeout: 3, MemorySize: 128, Role: role, State: 'Active' },
      Concurrency: { ReservedConcurrentExecutions: 5 },
    });
    const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'mapped' }));
    expect(configuration.Environment).toEqual({ Variables: { A: '1' } });
    const { EventSourceMappings } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'mapped' }),
    );
    expect(EventSourceMappings).toMatchObject([
      { EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders', BatchSize: 5, State: 'Disabled' },
    ]);
    expect(
      (await client.send(new ListEventSourceMappingsCommand({ FunctionName: 'echo' }))).EventSourceMappings,
    ).toEqual([]);
  });

  it('answers mistakes with the errors of the service', async () => {
    await expect(client.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(
      client.send(new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.from('{') })),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(
      client.send(new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.alloc(6_291_457, 32) })),
    ).rejects.toMatchObject({ name: 'RequestEntityTooLargeException' });
    await expect(client.send(new PublishVersionCommand({ FunctionName: 'echo' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it('holds to the policies of roles and functions', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials(role);
    const own = new LambdaClient({
      ...harness.client,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    expect(
      (await own.send(new GetFunctionCommand({ FunctionName: 'echo' }))).Configuration?.FunctionName,
    ).toBe('echo');
    await expect(own.send(new InvokeCommand({ FunctionName: 'echo' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('lambda:InvokeFunction'),
    });
    own.destroy();
    const rule = (name: string) => ({
      caller: {
        service: 'events.amazonaws.com',
        sourceArn: `arn:aws:events:eu-west-1:123456789012:rule/${name}`,
      },
    });
    expect((await call(harness, 'echo', {}, rule('allowed'))).error).toBeUndefined();
    await expect(call(harness, 'echo', {}, rule('other'))).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });
});
