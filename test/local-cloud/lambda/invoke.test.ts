import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness, Resources } from '../harness.ts';
import {
  call,
  codeFolder,
  createGate,
  eventually,
  functionOf,
  gateCode,
  role,
  startLambda,
  traced,
} from './fixture.ts';

const code = codeFolder();
let harness: Harness;

const levelled = `export const handler = async () => {
  console.trace('t'); console.debug('d'); console.log('i'); console.error('e');
  process.stdout.write(JSON.stringify({ level: 'ERROR', timestamp: new Date().toISOString() }) + '\\n'); };`;

const handlers: Record<string, [source: string, properties?: Record<string, unknown>, file?: string]> = {
  echo: ['export const handler = async (event) => ({ event });'],
  context: [
    `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
    { Timeout: 7, MemorySize: 256 },
  ],
  environment: [
    `export const handler = async () => ({ env: process.env, zone: new Date().getTimezoneOffset() });`,
    { Environment: { Variables: { TABLE: 'orders', OWN: 'template' } } },
  ],
  thrower: [`export const handler = async () => { throw new TypeError('no such order'); };`],
  rejecter: [`export const handler = () => Promise.reject('plain text');`],
  synchronous: [`export const handler = () => { throw new RangeError('at once'); };`],
  exit: [
    `let n = 0; export const handler = async (e) => { if (e.status !== undefined) process.exit(e.status); return ++n; };`,
  ],
  loop: [`export const handler = async (e) => { if (e.loop) for (;;); return 'fine'; };`, { Timeout: 1 }],
  punctual: [
    `export const handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 'in time'; };`,
    { Timeout: 1 },
  ],
  uncaught: [
    `export const handler = async (e) => { if (!e.fail) return 'fine';
      await new Promise(() => setTimeout(() => { throw new Error('later') }, 1)); };`,
  ],
  unhandled: [
    `export const handler = async (e) => { if (!e.fail) return 'fine';
      Promise.reject(new Error('forgotten')); await new Promise((r) => setTimeout(r, 50)); };`,
  ],
  memory: [
    `export const handler = async (e) => { if (!e.fail) return 'fine';
      const all = []; for (;;) all.push(new Array(100000).fill(Math.random())); };`,
    { MemorySize: 128, Timeout: 20 },
  ],
  buffers: [
    `const kept = []; export const handler = async ({ how }) => {
      if (!how) return 'fine';
      if (how === 'garbage') {
        for (let at = 0; at < 2000; at++) { Buffer.alloc(1e6, 1); if (at % 100 === 0) await new Promise((r) => setTimeout(r, 2)); }
        return 'fine';
      }
      if (how === 'kept') { for (let at = 0; at < 200; at++) kept.push(Buffer.alloc(1e6, 1)); return 'too much'; }
      for (;;) { kept.push(Buffer.alloc(1e6, 1)); if (how === 'pauses') await new Promise((r) => setTimeout(r, 1)); } };`,
    { MemorySize: 128, Timeout: 20 },
  ],
  silent: [`export const handler = () => new Promise(() => {});`],
  nothing: ['export const handler = async () => {};'],
  circular: ['export const handler = async () => { const a = {}; a.a = a; return a; };'],
  large: [`export const handler = async () => 'x'.repeat(6291556);`],
  callback: [
    `exports.handler = (event, context, callback) => {
      if (event.soon) context.callbackWaitsForEmptyEventLoop = false;
      const timer = setTimeout(() => { event.late = true }, event.soon ? 60000 : 30);
      if (event.fail) callback(new Error('called back')); else callback(null, event);
    };`,
    {},
    'index.js',
  ],
  commonjs: [
    `module.exports.nested = { handler: async () => __filename };`,
    { Handler: 'index.nested.handler' },
    'index.cjs',
  ],
  nohandler: ['export const other = 1;'],
  syntax: ['export const handler = ('],
  init: [`throw new Error('bad start'); export const handler = 1;`],
  missing: [`import 'not-installed'; export const handler = async () => 1;`],
  modern: [`export const handler = (event, context, callback) => callback();`, { Runtime: 'nodejs24.x' }],
  streaming: ['export const handler = awslambda.streamifyResponse(async () => {});'],
  writer: [
    `export const handler = async () => { console.log('plain %d', 1); console.error('bad\\nsecond line');
      process.stdout.write(JSON.stringify({ level: 'INFO', message: 'structured', order: 7 }) + '\\n'); };`,
  ],
  json: [
    `export const handler = async () => {
      console.debug('below the level'); console.log('order %d', 7); console.info({ orderId: 'a', deep: { n: 1 } });
      console.error(new TypeError('bad order')); console.error('failed', new TypeError('bad order'));
      const circle = {}; circle.self = circle; console.warn(circle);
      const write = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
      write({ level: 'DEBUG', message: 'below', timestamp: '2026-11-30T10:00:00.000Z' });
      write({ level: 'INFO', message: 'of a logger', timestamp: '2026-11-30T10:00:00.000Z' });
      write({ level: 'nonsense', message: 'counts as INFO' }); };`,
    { LoggingConfig: { LogFormat: 'JSON' } },
  ],
  quiet: [levelled, { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'ERROR' } }],
  talkative: [levelled, { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'TRACE' } }],
  gated: [
    `${gateCode} export const handler = async (path) => {
      console.log('at the gate'); await gate(path); return process.env.AWS_LAMBDA_LOG_STREAM_NAME; };`,
    { Timeout: 60 },
  ],
  reserved: [
    `export const handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 'done'; };`,
    { ReservedConcurrentExecutions: 1 },
  ],
};

beforeAll(async () => {
  const resources: Resources = Object.fromEntries(
    Object.entries(handlers).map(([name, [source, properties, file]]) => [
      name,
      functionOf(name, code.write(name, source, file), properties),
    ]),
  );
  resources.inline = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'inline',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: role,
      Code: { ZipFile: 'exports.handler = async () => require("node:path").basename(__filename)' },
    },
  };
  resources.V = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'echo' } } };
  resources.Live = {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: { Ref: 'context' },
      FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] },
      Name: 'live',
    },
  };
  harness = await startLambda(resources, { config: { env: { OWN: 'developer', PORT: 1 } } });
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

const exited = (requestId: string, reason: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
});

describe('a function', () => {
  it('gets its event and answers', async () => {
    expect((await call(harness, 'echo', { a: ['ü', 1, null] })).value).toEqual({
      event: { a: ['ü', 1, null] },
    });
    expect((await call(harness, 'nothing')).payload).toBe('null');
    expect((await call(harness, 'inline')).value).toBe('index.js');
    expect((await call(harness, 'commonjs')).value).toMatch(/index\.cjs$/);
  });

  it('gets the whole context', async () => {
    const { value, requestId } = await call(harness, 'context');
    expect(value).toMatchObject({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:context',
      memoryLimitInMB: '256',
      awsRequestId: requestId,
      logGroupName: '/aws/lambda/context',
    });
    expect(value.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(value.left).toBeGreaterThan(0);
    expect(value.left).toBeLessThanOrEqual(7000);
  });

  it('is found by name, partial ARN and qualified ARN', async () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:context';
    const asked = async (name: string) => (await call(harness, name)).value;
    expect((await asked('123456789012:function:context')).invokedFunctionArn).toBe(arn);
    expect(await asked('context:live')).toMatchObject({
      invokedFunctionArn: `${arn}:live`,
      functionVersion: '1',
    });
    expect((await asked(`${arn}:$LATEST`)).functionVersion).toBe('$LATEST');
    for (const unknown of ['none', `${arn}:other`, arn.replace('eu-west-1', 'us-east-1'), '', 'a b']) {
      await expect(call(harness, unknown)).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
        status: 404,
      });
    }
  });

  it('has the environment of Lambda and nothing of the host', async () => {
    process.env.HOST_SECRET = 'leak';
    const { env, zone } = (await call(harness, 'environment')).value;
    delete process.env.HOST_SECRET;
    expect(env).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_ENDPOINT_URL: harness.endpoint,
      _HANDLER: 'index.handler',
      TZ: ':UTC',
      TABLE: 'orders',
      OWN: 'developer',
      PORT: '1',
    });
    expect(env._X_AMZN_TRACE_ID).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    expect(env.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
    expect(env.AWS_SESSION_TOKEN).toBeTruthy();
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['HOST_SECRET']));
    expect(env.HOME).toBeUndefined();
    expect(zone).toBe(0);
  });
});

describe('a failing handler', () => {
  it.each([
    ['thrower', { errorType: 'TypeError', errorMessage: 'no such order' }],
    ['synchronous', { errorType: 'RangeError', errorMessage: 'at once' }],
    ['rejecter', { errorType: 'string', errorMessage: 'plain text', trace: [] }],
    ['circular', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
    [
      'nohandler',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    ['init', { errorType: 'Error', errorMessage: 'bad start' }],
    ['modern', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
    [
      'large',
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
  ])('%s gives the error document', async (name, expected) => {
    const { error, value } = await call(harness, name);
    expect(error).toBe('Unhandled');
    expect(value).toMatchObject(expected);
  });

  it('gives a trace that begins with the error and names the file', async () => {
    const { trace } = (await call(harness, 'thrower')).value;
    expect(trace[0]).toBe('TypeError: no such order');
    expect(trace[1]).toContain('index.mjs');
  });

  it('names what cannot be loaded and what is not emulated', async () => {
    expect((await call(harness, 'missing')).value.errorType).toBe('Runtime.ImportModuleError');
    expect((await call(harness, 'syntax')).value.errorType).toBe('Runtime.UserCodeSyntaxError');
    expect((await call(harness, 'streaming')).value.errorMessage).toContain('Response streaming');
  });

  it('that ends the process gets the platform answer, and the next call works', async () => {
    const first = await call(harness, 'exit', { status: 1 });
    expect(first).toMatchObject({
      error: 'Unhandled',
      value: exited(first.requestId, 'with error: exit status 1'),
    });
    const second = await call(harness, 'exit', { status: 0 });
    expect(second.value).toEqual(exited(second.requestId, 'without providing a reason'));
    expect((await call(harness, 'exit')).value).toBe(1);
  });

  it('that never ends times out, and the next call works', async () => {
    const { requestId, value } = await call(harness, 'loop', { loop: true });
    expect(value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect((await call(harness, 'loop')).value).toBe('fine');
  });

  it('is none that answers in time while this process is at work on something else', async () => {
    await call(harness, 'punctual', 0);
    const running = call(harness, 'punctual', 100);
    await new Promise((done) => setImmediate(done));
    const busyUntil = performance.now() + 1200;
    while (performance.now() < busyUntil);
    expect((await running).value).toBe('in time');
  });

  it('with a stray error answers with it, and the next call works', async () => {
    expect((await call(harness, 'uncaught', { fail: true })).value).toMatchObject({
      errorType: 'Error',
      errorMessage: 'later',
    });
    expect((await call(harness, 'uncaught')).value).toBe('fine');
    const { value } = await call(harness, 'unhandled', { fail: true });
    expect(value).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: forgotten',
    });
    expect(value.trace[0]).toBe('Runtime.UnhandledPromiseRejection: Error: forgotten');
    expect((await call(harness, 'unhandled')).value).toBe('fine');
  });

  it('that needs too much memory is killed, and the next call works', async () => {
    const { requestId, value } = await call(harness, 'memory', { fail: true });
    expect(value).toEqual(exited(requestId, 'with error: signal: killed'));
    expect((await call(harness, 'memory')).value).toBe('fine');
  });

  it.each([
    'loop',
    'pauses',
    'kept',
  ])('that needs too much memory outside of the heap is killed, and the machine keeps its own: %s', async (how) => {
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
    const { requestId, value } = await call(harness, 'buffers', { how });
    clearInterval(watch);
    expect(value).toEqual(exited(requestId, 'with error: signal: killed'));
    expect(most - before).toBeLessThan(1024 * 1024 * 1024);
    expect((await call(harness, 'buffers')).value).toBe('fine');
  });

  it('that needs much memory a little at a time is not', async () => {
    expect((await call(harness, 'buffers', { how: 'garbage' })).value).toBe('fine');
  });
});

describe('a callback handler', () => {
  it('waits for the empty event loop unless told otherwise', async () => {
    expect((await call(harness, 'callback', {})).value).toEqual({ late: true });
    expect((await call(harness, 'callback', { fail: true })).value.errorMessage).toBe('called back');
    // The timer that this one leaves behind would hold up the next.
    expect((await call(harness, 'callback', { soon: true })).value).toEqual({ soon: true });
  });

  it('and a promise that nothing can settle give null', async () => {
    expect((await call(harness, 'silent')).payload).toBe('null');
  });
});

describe('the JSON log format', () => {
  const logged = async (name: string) => {
    const { requestId } = await call(harness, name);
    const lines = harness.log
      .events()
      .filter(
        ({ kind, detail }) => kind === 'log' && (detail as { requestId?: string }).requestId === requestId,
      );
    return {
      requestId,
      texts: lines.map(({ text }) => text),
      documents: lines.map(({ detail }) => JSON.parse((detail as { line: string }).line)),
    };
  };

  it('makes each console line a document, and the terminal shows what it says', async () => {
    const { requestId, texts, documents } = await logged('json');
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const stackTrace = expect.arrayContaining(['TypeError: bad order']);
    const error = { errorType: 'TypeError', errorMessage: 'bad order', stackTrace };
    expect(documents).toEqual([
      { timestamp, level: 'INFO', requestId, message: 'order 7' },
      { timestamp, level: 'INFO', requestId, message: { orderId: 'a', deep: { n: 1 } } },
      { timestamp, level: 'ERROR', requestId, message: error },
      {
        timestamp,
        level: 'ERROR',
        requestId,
        message: expect.stringMatching(/^failed TypeError: bad order/),
        ...error,
      },
      { timestamp, level: 'WARN', requestId, message: expect.stringContaining('Circular') },
      { level: 'INFO', message: 'of a logger', timestamp: '2026-11-30T10:00:00.000Z' },
      { level: 'nonsense', message: 'counts as INFO' },
    ]);
    expect(texts.slice(0, 3)).toEqual([
      'INFO order 7',
      'INFO {"orderId":"a","deep":{"n":1}}',
      'ERROR TypeError: bad order',
    ]);
  });

  it('keeps lines from its level on', async () => {
    const { documents } = await logged('quiet');
    expect(documents.map(({ level }) => level)).toEqual(['ERROR', 'ERROR']);
    const { documents: all } = await logged('talkative');
    expect(all.map(({ level }) => level)).toEqual(['TRACE', 'DEBUG', 'INFO', 'ERROR', 'ERROR']);
  });
});

describe('invocations', () => {
  it('run side by side in environments of their own, which are used again', async () => {
    const { path, open } = createGate(code, 'both');
    const both = Promise.all([call(harness, 'gated', path), call(harness, 'gated', path)]);
    const started = () => harness.log.events().filter(({ text }) => text === 'INFO at the gate').length;
    await eventually(started).toBe(2);
    open();
    const streams = (await both).map(({ value }) => value);
    expect(new Set(streams).size).toBe(2);
    expect(streams).toContain((await call(harness, 'gated', '')).value);
  });

  it('beyond the reserved concurrency are throttled', async () => {
    const running = call(harness, 'reserved', 50);
    await expect(call(harness, 'reserved', 0)).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
    expect((await running).value).toBe('done');
    expect((await call(harness, 'reserved', 0)).value).toBe('done');
  });

  it('refuse payloads over the caps', async () => {
    const payload = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    const send = (bytes: number, type: 'request' | 'event') =>
      harness.cloud.invoke('echo', payload(bytes), { caller: {}, type });
    await expect(send(6_291_457, 'request')).rejects.toMatchObject({
      code: 'RequestEntityTooLargeException',
      status: 413,
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
    await expect(send(1_048_577, 'event')).rejects.toMatchObject({ status: 413 });
    await expect(harness.cloud.invoke('echo', '{', { caller: {} })).rejects.toMatchObject({
      code: 'InvalidRequestContentException',
    });
  });

  it('are traced with their log lines', async () => {
    const { requestId } = await call(
      harness,
      'writer',
      {},
      { traceId: 'Root=1-00000001-000000000000000000000001' },
    );
    const own = harness.log
      .events()
      .filter(({ traceId }) => traceId === 'Root=1-00000001-000000000000000000000001');
    expect(own.filter(({ kind }) => kind === 'log').map(({ text }) => text)).toEqual([
      'INFO plain 1',
      'ERROR bad ...',
      'INFO structured',
    ]);
    const invoked = await traced(harness, ({ kind, source }) => kind === 'invoke' && source === 'writer');
    expect(invoked).toMatchObject({ status: 200, detail: { requestId, cold: true } });
    expect((invoked.detail as { report: string }).report).toMatch(
      /^REPORT RequestId: .*Memory Size: 128 MB\tMax Memory Used: [1-9]/,
    );
  });
});
