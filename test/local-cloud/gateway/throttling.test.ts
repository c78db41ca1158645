import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Resources } from '../harness.ts';
import { functionResources, type GatewayHarness, startGatewayHarness, traced } from './fixture.ts';
import { httpApi, lambdaRoute } from './http/resources.ts';
import { method, proxy, restApi } from './rest/resources.ts';

const handlers = { echo: () => ({ statusCode: 200 }) };
const limits = (ThrottlingRateLimit: number, ThrottlingBurstLimit: number) => ({
  ThrottlingRateLimit,
  ThrottlingBurstLimit,
});

const http: Resources = {
  ...functionResources('echo'),
  ...httpApi(
    {},
    {
      DefaultRouteSettings: limits(10, 3),
      RouteSettings: { 'GET /slow': limits(1, 1), 'GET /log': { LoggingLevel: 'INFO' } },
    },
  ),
  ...lambdaRoute('Open', 'GET /open/{id}', 'echo'),
  ...lambdaRoute('Other', 'GET /other', 'echo'),
  ...lambdaRoute('Slow', 'GET /slow', 'echo'),
};

const key = (name: string): Resources => ({
  [`Key${name}`]: {
    Type: 'AWS::ApiGateway::ApiKey',
    Properties: { Enabled: true, Value: `value-of-the-key-${name}` },
  },
  [`PlanKey${name}`]: {
    Type: 'AWS::ApiGateway::UsagePlanKey',
    Properties: { KeyId: { Ref: `Key${name}` }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
  },
});
const rest: Resources = {
  ...functionResources('echo'),
  ...restApi(
    ['/open/{id}', '/slow', '/key', '/strict'],
    {},
    {
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: false, ...limits(10, 3) },
        { HttpMethod: 'GET', ResourcePath: '/~1slow', ...limits(1, 1) },
        { HttpMethod: 'GET', ResourcePath: '/~1key', ...limits(100, 100) },
      ],
    },
  ),
  ...method('/open/{id}', 'GET', proxy('echo')),
  ...method('/slow', 'GET', proxy('echo')),
  ...method('/key', 'GET', proxy('echo'), { ApiKeyRequired: true }),
  ...method('/strict', 'GET', proxy('echo'), { ApiKeyRequired: true }),
  Plan: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: {
      Throttle: { RateLimit: 2, BurstLimit: 2 },
      Quota: { Limit: 5, Period: 'DAY' },
      ApiStages: [
        {
          ApiId: { Ref: 'Api' },
          Stage: { Ref: 'Stage' },
          Throttle: { '/strict/GET': { RateLimit: 1, BurstLimit: 1 } },
        },
      ],
    },
  },
  ...key('A'),
  ...key('B'),
};

let apis: Record<'http' | 'rest', GatewayHarness>;
beforeAll(async () => {
  apis = {
    http: await startGatewayHarness(handlers, { resources: http }),
    rest: await startGatewayHarness(handlers, { resources: rest }),
  };
});
afterAll(async () => {
  for (const cloud of Object.values(apis)) await cloud.close();
});
/** Full buckets and a new day. */
beforeEach(() => {
  for (const { clock } of Object.values(apis)) clock.now += 86_400_000;
});

const ask = (kind: 'http' | 'rest', path: string, name?: string) =>
  apis[kind].call('Api', kind === 'rest' ? `/dev${path}` : path, {
    headers: name ? { 'x-api-key': `value-of-the-key-${name}` } : {},
  });
const statuses = async (kind: 'http' | 'rest', times: number, path: string, name?: string) => {
  const all: number[] = [];
  for (let at = 0; at < times; at++) all.push((await ask(kind, path, name)).status);
  return all;
};

describe.each(['http', 'rest'] as const)('a stage of a %s API', (kind) => {
  it('takes a burst, then as many as its rate', async () => {
    expect(await statuses(kind, 5, '/open/1')).toEqual([200, 200, 200, 429, 429]);
    apis[kind].clock.now += 100;
    expect(await statuses(kind, 2, '/open/2')).toEqual([200, 429]);
    apis[kind].clock.now += 60_000;
    expect(await statuses(kind, 4, '/open/1')).toEqual([200, 200, 200, 429]);
  });

  it('has other limits for one of its routes', async () => {
    expect(await statuses(kind, 2, '/slow')).toEqual([200, 429]);
    apis[kind].clock.now += 500;
    expect((await ask(kind, '/slow')).status).toBe(429);
    apis[kind].clock.now += 500;
    expect((await ask(kind, '/slow')).status).toBe(200);
  });

  it('answers as AWS does, and says on the console which limit it was', async () => {
    await ask(kind, '/slow');
    const { status, json, headers } = await ask(kind, '/slow');
    expect([status, json]).toEqual([429, { message: 'Too Many Requests' }]);
    if (kind === 'rest') expect(headers['x-amzn-errortype']).toBe('TooManyRequestsException');
    expect(traced(apis[kind], 'hop').join('\n')).toMatch(
      /throttle of GET \/slow in the stage .* dev\/config\.ts/,
    );
  });
});

describe('a usage plan', () => {
  it('limits each key by itself', async () => {
    expect(await statuses('rest', 3, '/key', 'A')).toEqual([200, 200, 429]);
    expect(await statuses('rest', 3, '/key', 'B')).toEqual([200, 200, 429]);
  });

  it('has other limits for one of the methods', async () => {
    expect(await statuses('rest', 2, '/strict', 'A')).toEqual([200, 429]);
    expect(await statuses('rest', 1, '/key', 'A')).toEqual([200]);
  });

  it('counts requests against a quota that begins anew each day', async () => {
    const all: number[] = [];
    for (let at = 0; at < 6; at++) {
      all.push((await ask('rest', '/key', 'A')).status);
      apis.rest.clock.now += 1000;
    }
    expect(all).toEqual([200, 200, 200, 200, 200, 429]);
    const { json, headers } = await ask('rest', '/key', 'A');
    expect([json, headers['x-amzn-errortype']]).toEqual([
      { message: 'Limit Exceeded' },
      'LimitExceededException',
    ]);
    expect((await ask('rest', '/key', 'B')).status).toBe(200);
    apis.rest.clock.now += 86_400_000;
    expect((await ask('rest', '/key', 'A')).status).toBe(200);
  });
});

it('nothing is limited where dev/config.ts says so', async () => {
  const config = { gateway: { throttling: false } };
  const free = await startGatewayHarness(handlers, { resources: http, config });
  try {
    for (let at = 0; at < 5; at++) expect((await free.call('Api', '/slow')).status).toBe(200);
  } finally {
    await free.close();
  }
});
