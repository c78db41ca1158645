import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account } from '../../harness.ts';
import { type GatewayHarness, startGatewayHarness, traced } from '../fixture.ts';
import { functionResources, httpApi, lambdaRoute } from './resources.ts';

let cloud: GatewayHarness;
let answer: unknown;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      echo: () => answer,
      boom: () => {
        throw new Error('boom');
      },
      forbidden: () => 'never',
    },
    {
      resources: {
        ...functionResources('echo', 'boom'),
        Closed: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'forbidden' } },
        ...httpApi(
          {},
          {
            StageVariables: { color: 'blue' },
            AccessLogSettings: {
              DestinationArn: 'arn',
              Format:
                '{"route":"$context.routeKey","status":"$context.status","sub":"$context.authorizer.claims.sub"}',
            },
          },
        ),
        Dev: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'dev' } },
        ...lambdaRoute('Exact', 'GET /pets/dog/1', 'echo'),
        ...lambdaRoute('Variable', 'GET /pets/dog/{id}', 'echo'),
        ...lambdaRoute('Greedy', 'GET /pets/{proxy+}', 'echo'),
        ...lambdaRoute('Any', 'ANY /any/{proxy+}', 'echo'),
        ...lambdaRoute('Post', 'POST /any/{proxy+}', 'echo'),
        ...lambdaRoute('Old', 'ANY /v1/{id}', 'echo', {}, { PayloadFormatVersion: '1.0' }),
        ...lambdaRoute('Boom', 'GET /boom', 'boom'),
        ...lambdaRoute('Closed', 'GET /closed', 'forbidden'),
        ...lambdaRoute('Slow', 'GET /slow', 'echo', {}, { TimeoutInMillis: 50 }),
      },
    },
  );
});
afterAll(() => cloud.close());

const routeOf = async (path: string, method = 'GET') => {
  answer = {};
  const { status } = await cloud.call('Api', path, { method });
  return status === 200 ? cloud.functions.last('echo').routeKey : status;
};

describe('route selection (developer guide, "Create routes for HTTP APIs")', () => {
  it.each([
    ['/pets/dog/1', 'GET', 'GET /pets/dog/1'],
    ['/pets/dog/2', 'GET', 'GET /pets/dog/{id}'],
    ['/pets/cat/1', 'GET', 'GET /pets/{proxy+}'],
    ['/any/a/b', 'PUT', 'ANY /any/{proxy+}'],
    ['/any/a/b', 'POST', 'POST /any/{proxy+}'],
  ])('takes the most specific route for %s %s', async (path, method, key) => {
    expect(await routeOf(path, method)).toBe(key);
  });

  it('answers 404 where no route fits, also for a missing segment, a trailing slash and another method', async () => {
    const { status, json, headers } = await cloud.call('Api', '/nothing');
    expect([status, json]).toEqual([404, { message: 'Not Found' }]);
    expect(headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
    const overriding = await cloud.call('Api', '/nothing', { headers: { 'x-amzn-requestid': '12345678' } });
    expect(overriding.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
    expect(await routeOf('/pets')).toBe(404);
    expect(await routeOf('/pets/dog/1', 'DELETE')).toBe(404);
    expect(await routeOf('/boom/')).toBe(404);
  });
});

describe('payload format 2.0', () => {
  it('holds the whole request', async () => {
    answer = { statusCode: 201, body: 'made' };
    await cloud.call('Api', '/any/a%20b/c?x=1&x=2&y=a%2Cb+c&z', {
      method: 'POST',
      headers: {
        cookie: 'a=1; b=2',
        'content-type': 'application/json',
        'x-multi': 'm',
        'user-agent': 'agent',
      },
      body: '{"a":1}',
      sourceIp: '192.0.2.7',
    });
    const event = cloud.functions.last('echo');
    const { ref } = cloud.cloud.model.byType('AWS::ApiGatewayV2::Api')[0]!;
    const host = `${ref}.execute-api.eu-west-1.amazonaws.com`;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /any/{proxy+}',
      rawPath: '/any/a b/c',
      rawQueryString: 'x=1&x=2&y=a%2Cb+c&z',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: '1,2', y: 'a,b c', z: '' },
      pathParameters: { proxy: 'a b/c' },
      stageVariables: { color: 'blue' },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: account,
        apiId: ref,
        domainName: host,
        domainPrefix: ref,
        http: {
          method: 'POST',
          path: '/any/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '192.0.2.7',
          userAgent: 'agent',
        },
        routeKey: 'POST /any/{proxy+}',
        stage: '$default',
      },
    });
    expect(event.headers).toMatchObject({
      host,
      'content-length': '7',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.headers['x-amzn-trace-id']).toMatch(/^Root=1-/);
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event.requestContext.timeEpoch).toBeTypeOf('number');
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('leaves out what a request does not have', async () => {
    answer = {};
    await cloud.call('Api', '/pets/dog/1');
    const event = cloud.functions.last('echo');
    for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'body'])
      expect(event).not.toHaveProperty(name);
  });

  it('keeps the stage in the path unless it is $default', async () => {
    answer = {};
    await cloud.call('Api', '/dev/pets/dog/7');
    expect(cloud.functions.last('echo')).toMatchObject({
      rawPath: '/dev/pets/dog/7',
      routeKey: 'GET /pets/dog/{id}',
      pathParameters: { id: '7' },
      requestContext: { stage: 'dev', http: { path: '/dev/pets/dog/7' } },
    });
  });

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
    ['application/problem+json; charset=utf-8', false],
    ['text/csv', false],
  ])('encodes a body of %s: %s', async (type, isBase64Encoded) => {
    answer = {};
    await cloud.call('Api', '/any/x', { method: 'POST', headers: { 'content-type': type }, body: 'é' });
    expect(cloud.functions.last('echo')).toMatchObject({
      isBase64Encoded,
      body: isBase64Encoded ? Buffer.from('é').toString('base64') : 'é',
    });
  });
});

describe('payload format 1.0', () => {
  it('holds single and multiple values, and nulls for what is not there', async () => {
    answer = { statusCode: 200 };
    await cloud.call('Api', '/v1/7?x=1&x=2', { headers: { 'user-agent': 'agent' } });
    expect(cloud.functions.last('echo')).toMatchObject({
      version: '1.0',
      resource: '/v1/{id}',
      path: '/v1/7',
      httpMethod: 'GET',
      headers: { 'User-Agent': 'agent', 'X-Forwarded-Proto': 'https', 'Content-Length': '0' },
      multiValueHeaders: { 'User-Agent': ['agent'] },
      queryStringParameters: { x: '2' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: { color: 'blue' },
      body: null,
      isBase64Encoded: false,
      requestContext: {
        resourcePath: '/v1/{id}',
        identity: { sourceIp: '127.0.0.1', userAgent: 'agent', userArn: null },
      },
    });
  });

  it('takes no inferred answer', async () => {
    answer = { message: 'no status' };
    const { status, json } = await cloud.call('Api', '/v1/7');
    expect([status, json]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('sends all values of multiValueHeaders', async () => {
    answer = { statusCode: 200, headers: { 'X-A': 'single' }, multiValueHeaders: { 'x-a': ['1', '2'] } };
    const { list } = await cloud.call('Api', '/v1/7');
    expect(list.filter(([name]) => name === 'x-a')).toEqual([
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
  });
});

describe('answers of functions', () => {
  const ask = async (value: unknown, path = '/pets/dog/1') => {
    answer = value;
    return cloud.call('Api', path);
  };

  it('infers a 200 with JSON from an object without statusCode', async () => {
    const { status, headers, json } = await ask({ id: 1 });
    expect([status, headers['content-type'], json]).toEqual([200, 'application/json', { id: 1 }]);
  });

  it('sends a text as it is', async () => {
    const { text, headers } = await ask('Hello');
    expect([text, headers['content-type']]).toEqual(['Hello', 'application/json']);
  });

  it('sends status, headers, cookies and Base64 bodies', async () => {
    const { status, list, text } = await ask({
      statusCode: '201',
      headers: { 'Content-Type': 'image/png', 'X-N': 5, Connection: 'close' },
      cookies: ['a=1; Secure', 'b=2'],
      body: Buffer.from('bytes').toString('base64'),
      isBase64Encoded: true,
    });
    expect([status, text]).toEqual([201, 'bytes']);
    expect(list.slice(0, -1)).toEqual([
      ['content-type', 'image/png'],
      ['x-n', '5'],
      ['set-cookie', 'a=1; Secure'],
      ['set-cookie', 'b=2'],
    ]);
  });

  it('gives text/plain to an answer without content type', async () => {
    expect((await ask({ statusCode: 200, body: 'x' })).headers['content-type']).toBe(
      'text/plain;charset=UTF-8',
    );
    expect((await ask({ statusCode: 204 })).headers).not.toHaveProperty('content-type');
  });

  it.each([
    { statusCode: 'abc' },
    { statusCode: 99 },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: { 'bad name': 'x' } },
  ])('answers 500 to %j', async (value) => {
    const { status, json } = await ask(value);
    expect([status, json]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('answers 500 when the function throws or may not be invoked, and says so on the console', async () => {
    expect((await cloud.call('Api', '/boom')).status).toBe(500);
    const denied = await cloud.call('Api', '/closed');
    expect([denied.status, denied.json]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(cloud.functions.count('forbidden')).toBe(0);
    expect(traced(cloud, 'hop').join('\n')).toMatch(/not authorized to perform: lambda:InvokeFunction/);
  });

  it('gives up after the time limit of the integration', async () => {
    answer = new Promise(() => undefined);
    const { status, json } = await cloud.call('Api', '/slow');
    expect([status, json]).toEqual([503, { message: 'Service Unavailable' }]);
  });
});

it('refuses bodies above 10 MB', async () => {
  const { status, json } = await cloud.call('Api', '/any/x', {
    method: 'POST',
    body: Buffer.alloc(10 * 1024 * 1024 + 1),
  });
  expect([status, json]).toEqual([413, { message: 'Request Entity Too Large' }]);
});

it('writes the access log of the stage', async () => {
  answer = {};
  await cloud.call('Api', '/pets/dog/1');
  expect(traced(cloud, 'log').at(-1)).toBe('{"route":"GET /pets/dog/1","status":"200","sub":"-"}');
});
