import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account } from '../../harness.ts';
import { functionResources, type GatewayHarness, startGatewayHarness, traced } from '../fixture.ts';
import { method, proxy, restApi } from './resources.ts';

let cloud: GatewayHarness;
let answer: unknown;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      echo: () => answer,
      boom: () => {
        throw new Error('boom');
      },
      closed: () => 'never',
    },
    {
      resources: {
        ...functionResources('echo', 'boom'),
        Closed: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'closed' } },
        ...restApi(
          ['/items/{id}', '/all/{proxy+}', '/boom', '/closed', '/slow', '/get'],
          { BinaryMediaTypes: ['image/*'] },
          {
            Variables: { fn: 'echo' },
            AccessLogSetting: {
              Format: '$context.requestId $context.resourcePath $context.status $context.error.responseType',
            },
          },
        ),
        ...method('/', 'GET', proxy('echo')),
        ...method('/items', 'POST', proxy('echo')),
        ...method('/items/{id}', 'GET', proxy('echo')),
        ...method('/all/{proxy+}', 'ANY', proxy('echo')),
        ...method('/boom', 'GET', proxy('boom')),
        ...method('/closed', 'GET', proxy('closed')),
        ...method('/slow', 'GET', proxy('echo', { TimeoutInMillis: 50 })),
        ...method('/get', 'GET', proxy('echo', { IntegrationHttpMethod: 'GET' })),
      },
    },
  );
});
afterAll(() => cloud.close());

const ok = { statusCode: 200 };

describe('the event of a proxy integration', () => {
  it('holds the whole request', async () => {
    answer = ok;
    await cloud.call('Api', '/dev/items/a%2Bb?x=1&x=2&y=a+b', {
      headers: {
        'user-agent': 'agent',
        authorization: 'me',
        'content-type': 'application/json',
        connection: 'close',
      },
      sourceIp: '192.0.2.7',
    });
    const event = cloud.functions.last('echo');
    const { ref } = cloud.cloud.model.byType('AWS::ApiGateway::RestApi')[0]!;
    const host = `${ref}.execute-api.eu-west-1.amazonaws.com`;
    expect(event).toMatchObject({
      resource: '/items/{id}',
      path: '/items/a%2Bb',
      httpMethod: 'GET',
      headers: {
        Authorization: 'me',
        Host: host,
        'User-Agent': 'agent',
        'X-Forwarded-For': '192.0.2.7',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
        'content-type': 'application/json',
      },
      multiValueHeaders: { 'User-Agent': ['agent'] },
      queryStringParameters: { x: '2', y: 'a b' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: ['a b'] },
      pathParameters: { id: 'a%2Bb' },
      stageVariables: { fn: 'echo' },
      body: null,
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('connection');
    expect(event.requestContext).toMatchObject({
      accountId: account,
      apiId: ref,
      domainName: host,
      domainPrefix: ref,
      httpMethod: 'GET',
      path: '/dev/items/a%2Bb',
      protocol: 'HTTP/1.1',
      resourcePath: '/items/{id}',
      stage: 'dev',
      identity: {
        sourceIp: '192.0.2.7',
        userAgent: 'agent',
        user: null,
        caller: null,
        cognitoIdentityId: null,
      },
    });
    expect(event.requestContext.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(event.requestContext.extendedRequestId).toMatch(/=$/);
    expect(Object.keys(event.requestContext)).toContain('deploymentId');
  });

  it('has the id that the client gives the request, and one that it cannot give', async () => {
    answer = ok;
    const headers = { 'x-amzn-RequestId': '12345678', 'x-amz-apigw-id': 'mine' };
    const reply = await cloud.call('Api', '/dev/items/1', { headers });
    const { requestId, extendedRequestId } = cloud.functions.last('echo').requestContext;
    expect(requestId).toBe('12345678');
    expect(extendedRequestId).toMatch(/^[\w-]{15}=$/);
    expect(reply.headers).toMatchObject({
      'x-amzn-requestid': '12345678',
      'x-amz-apigw-id': extendedRequestId,
    });
  });

  it('has null for what is not there, and keeps a slash at the end of the path', async () => {
    answer = ok;
    await cloud.call('Api', '/dev/all/x//y/');
    expect(cloud.functions.last('echo')).toMatchObject({
      path: '/all/x//y/',
      pathParameters: { proxy: 'x//y' },
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      requestContext: { path: '/dev/all/x//y/' },
    });
  });

  it('encodes only bodies of the binary types of the API', async () => {
    answer = ok;
    await cloud.call('Api', '/dev/items', {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: 'x',
    });
    expect(cloud.functions.last('echo')).toMatchObject({ body: 'eA==', isBase64Encoded: true });
    await cloud.call('Api', '/dev/items', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(cloud.functions.last('echo')).toMatchObject({ body: 'x', isBase64Encoded: false });
  });
});

describe('what no method takes', () => {
  it.each([
    ['/dev/nothing', 'GET'],
    ['/dev/items', 'GET'],
    ['/dev/items/1', 'DELETE'],
    ['/dev/all', 'GET'],
  ])('answers 403 Missing Authentication Token to %s %s', async (path, verb) => {
    const { status, json, headers } = await cloud.call('Api', path, { method: verb });
    expect([status, json]).toEqual([403, { message: 'Missing Authentication Token' }]);
    expect(headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    expect(headers['x-amzn-requestid']).toMatch(/^[\da-f-]{36}$/);
  });

  it('answers 403 Forbidden for a stage that is not there', async () => {
    const { status, json } = await cloud.call('Api', '/prod/items');
    expect([status, json]).toEqual([403, { message: 'Forbidden' }]);
  });

  it('takes the root with and without a slash', async () => {
    answer = ok;
    expect((await cloud.call('Api', '/dev')).status).toBe(200);
    expect((await cloud.call('Api', '/dev/')).status).toBe(200);
    expect(cloud.functions.last('echo').resource).toBe('/');
  });
});

describe('answers of functions', () => {
  const ask = (value: unknown, headers = {}) => {
    answer = value;
    return cloud.call('Api', '/dev/all/x', { headers });
  };

  it('sends status, headers and all values of multiValueHeaders', async () => {
    const { status, list, text, headers } = await ask({
      statusCode: '201',
      headers: { 'X-A': 'solo', flag: true },
      multiValueHeaders: { 'x-a': ['multi'], 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'made',
    });
    expect([status, text]).toEqual([201, 'made']);
    expect(list.slice(0, 6)).toEqual([
      ['content-type', 'application/json'],
      ['x-a', 'multi'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-a', 'solo'],
      ['flag', 'true'],
    ]);
    expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-/);
    expect(headers['x-amz-apigw-id']).toMatch(/=$/);
  });

  it('renames headers that API Gateway keeps for itself', async () => {
    const { headers } = await ask({
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Basic', Date: 'x', 'transfer-encoding': 'chunked' },
    });
    expect(headers).toMatchObject({
      'x-amzn-remapped-www-authenticate': 'Basic',
      'x-amzn-remapped-date': 'x',
    });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('decodes Base64 only for a client that accepts a binary type', async () => {
    const value = {
      statusCode: 200,
      headers: { 'content-type': 'image/png' },
      body: 'eA==',
      isBase64Encoded: true,
    };
    expect((await ask(value, { accept: 'image/webp,*/*' })).text).toBe('x');
    expect((await ask(value, { accept: 'text/html' })).text).toBe('eA==');
  });

  it.each([
    {},
    'text',
    null,
    [1],
    { statusCode: 200, wrong: 1 },
    { statusCode: 'x' },
    { statusCode: 200, body: {} },
    { statusCode: 200, headers: 'x' },
  ])('answers 502 to a malformed response: %j', async (value) => {
    const { status, json, headers } = await ask(value);
    expect([status, json]).toEqual([502, { message: 'Internal server error' }]);
    expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  });

  it('takes an answer without status as 200', async () => {
    expect((await ask({ headers: {} })).status).toBe(200);
  });

  it('answers 502 when the function throws, 500 when it may not be invoked, 504 when it takes too long', async () => {
    expect((await cloud.call('Api', '/dev/boom')).status).toBe(502);
    const denied = await cloud.call('Api', '/dev/closed');
    expect([denied.status, denied.json]).toEqual([500, { message: 'Internal server error' }]);
    expect(cloud.functions.count('closed')).toBe(0);
    expect((await cloud.call('Api', '/dev/get')).status).toBe(500);
    answer = new Promise(() => undefined);
    const slow = await cloud.call('Api', '/dev/slow');
    expect([slow.status, slow.json]).toEqual([504, { message: 'Endpoint request timed out' }]);
  });
});

it('refuses bodies above 10 MB', async () => {
  const { status, text, headers } = await cloud.call('Api', '/dev/items', {
    method: 'POST',
    body: Buffer.alloc(10 * 1024 * 1024 + 1),
  });
  expect([status, text]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.']);
  expect(headers['content-type']).toBe('text; charset=utf-8');
});

it('writes the access log and the hops', async () => {
  await cloud.call('Api', '/dev/nothing');
  expect(traced(cloud, 'log').at(-1)).toMatch(/^[\da-f-]{36} - 403 MISSING_AUTHENTICATION_TOKEN$/);
  answer = ok;
  await cloud.call('Api', '/dev/items/1');
  const hops = traced(cloud, 'hop');
  const at = hops.lastIndexOf('method GET /items/{id} (stage dev)');
  expect(hops[at + 1]).toMatch(/^integration AWS_PROXY arn:aws:apigateway/);
});
