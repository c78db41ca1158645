import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import type { Properties } from '../../../src/local-cloud/contract.ts';
import { distribution, type Fixture, start } from './fixture.ts';

let edge: Fixture;
afterEach(() => edge.close());

const places = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'];
const associations = (...events: string[]) => ({
  LambdaFunctionAssociations: events.map((EventType) => ({
    EventType,
    LambdaFunctionARN: `arn:${EventType}`,
    IncludeBody: true,
  })),
});
const custom = {
  Id: 'api',
  DomainName: 'api.example.com',
  OriginPath: '/v1',
  CustomOriginConfig: {
    HTTPPort: 8080,
    OriginProtocolPolicy: 'http-only',
    OriginReadTimeout: 20,
    OriginKeepaliveTimeout: 7,
    OriginSSLProtocols: ['TLSv1.1', 'TLSv1.2'],
  },
  OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 's3cret' }],
};

describe('events', () => {
  const seen: Properties[] = [];
  beforeEach(() => seen.splice(0));
  const watch = () => {
    for (const name of places)
      edge.lambdas.set(`arn:${name}`, ({ Records }) => {
        seen.push(structuredClone(Records[0].cf));
        return Records[0].cf.response ?? Records[0].cf.request;
      });
  };
  const config = (eventType: string) => ({
    distributionDomainName: 'E1.cloudfront.net',
    distributionId: 'E1',
    eventType,
    requestId: 'Root=1-1',
  });

  it('are the documented ones at all four places, body included where there is one', async () => {
    const made = distribution('E1', { api: associations(...places) });
    made.properties.DistributionConfig.Origins[1] = custom;
    edge = await start([made]);
    watch();
    const answer = await edge.request('/api/x?q=1', {
      method: 'POST',
      body: Buffer.from('hi'),
      headers: [
        ['host', 'shop.example.com'],
        ['connection', 'keep-alive'],
        ['x-own', 'v'],
      ],
    });
    expect(answer.text).toBe('{"ok":true}');
    const body = { action: 'read-only', data: 'aGk=', encoding: 'base64', inputTruncated: false };
    const fromViewer = {
      clientIp: '127.0.0.1',
      headers: {
        host: [{ key: 'Host', value: 'shop.example.com' }],
        'x-own': [{ key: 'X-Own', value: 'v' }],
      },
      method: 'POST',
      querystring: 'q=1',
      uri: '/api/x',
    };
    const toOrigin = {
      clientIp: '127.0.0.1',
      headers: {
        host: [{ key: 'Host', value: 'api.example.com' }],
        'user-agent': [{ key: 'User-Agent', value: 'Amazon CloudFront' }],
        via: [{ key: 'Via', value: '2.0 local.cloudfront.net (CloudFront)' }],
        'x-forwarded-for': [{ key: 'X-Forwarded-For', value: '127.0.0.1' }],
      },
      method: 'POST',
      origin: {
        custom: {
          customHeaders: { 'x-origin-secret': [{ key: 'X-Origin-Secret', value: 's3cret' }] },
          domainName: 'api.example.com',
          keepaliveTimeout: 7,
          path: '/v1',
          port: 8080,
          protocol: 'http',
          readTimeout: 20,
          sslProtocols: ['TLSv1.1', 'TLSv1.2'],
        },
      },
      querystring: '',
      uri: '/api/x',
    };
    const response = {
      headers: { 'content-type': [{ key: 'Content-Type', value: 'application/json' }] },
      status: '200',
      statusDescription: 'OK',
    };
    expect(seen).toEqual([
      { config: config('viewer-request'), request: { ...fromViewer, body } },
      { config: config('origin-request'), request: { ...toOrigin, body } },
      { config: config('origin-response'), request: toOrigin, response },
      { config: config('viewer-response'), request: fromViewer, response },
    ]);
  });

  it('show a bucket as S3 has it', async () => {
    edge = await start([distribution('E1', {}, associations('origin-request'))]);
    watch();
    await edge.request('/app.js');
    expect(seen[0]!.request.headers.host).toEqual([
      { key: 'Host', value: 'site.s3.eu-west-1.amazonaws.com' },
    ]);
    expect(seen[0]!.request.origin).toEqual({
      s3: {
        authMethod: 'origin-access-control',
        customHeaders: {},
        domainName: 'site.s3.eu-west-1.amazonaws.com',
        path: '',
        region: 'eu-west-1',
      },
    });
  });

  it('take a header called __proto__ for a name like any other', async () => {
    edge = await start([distribution('E1', { api: associations('viewer-request') })]);
    watch();
    expect((await edge.request('/api/x', { headers: [['__proto__', '1']] })).status).toBe(200);
    expect(Object.keys(seen[0]!.request.headers)).toEqual(['__proto__']);
  });
});

const header = (name: string, value: unknown) => (cf: Properties) => {
  const it = cf.response ?? cf.request;
  return { ...it, headers: { ...it.headers, [name]: [{ key: name, value }] } };
};
const changed = (part: Properties) => (cf: Properties) => ({ ...(cf.response ?? cf.request), ...part });

describe('a result that CloudFront does not take gives 502', () => {
  it.each<[string, string, (cf: Properties) => unknown]>([
    ['viewer-request', 'another host', header('host', 'other')],
    ['viewer-request', 'a new via', header('via', 'me')],
    ['viewer-request', 'a disallowed header', header('x-amz-cf-own', '1')],
    ['viewer-request', 'a header that is a number', header('x-own', 1)],
    ['viewer-request', 'a header with a line break', header('x-own', 'a\nb')],
    ['viewer-request', 'a header that is no list', changed({ headers: { 'x-own': 'v' } })],
    ['viewer-request', 'another method', changed({ method: 'DELETE' })],
    ['viewer-request', 'a relative uri', changed({ uri: 'x' })],
    ['viewer-request', 'a query that is no text', changed({ querystring: { a: 1 } })],
    [
      'viewer-request',
      'too large a body',
      changed({ body: { action: 'replace', encoding: 'text', data: 'x'.repeat(41 * 1024) } }),
    ],
    ['origin-request', 'a new condition', header('if-none-match', '"v1"')],
    ['origin-request', 'two origins', changed({ origin: { s3: {}, custom: {} } })],
    ['origin-request', 'an origin without a name', changed({ origin: { custom: { path: '' } } })],
    ['origin-response', 'another via', header('via', 'me')],
    ['origin-response', 'a body that is no text', changed({ body: { a: 1 } })],
    ['viewer-response', 'another status', changed({ status: '201' })],
    ['viewer-response', 'a request', (cf) => cf.request],
    ['viewer-response', 'a warning', header('warning', '199')],
  ])('%s: %s', async (event, _, result) => {
    edge = await start([distribution('E1', { api: associations(event) })]);
    edge.lambdas.set(`arn:${event}`, ({ Records }) => result(Records[0].cf));
    const answer = await edge.request('/api/x', { headers: [['host', 'shop.example.com']] });
    expect([answer.status, answer.header('x-cache')]).toEqual([502, 'LambdaValidationError from cloudfront']);
  });
});

describe('a function that cannot be had gives 503', () => {
  it.each([
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429), 'LambdaLimitExceeded'],
    [new AwsError('ResourceNotFoundException', 'Function not found', 404), 'LambdaExecutionError'],
  ])('%s', async (error, kind) => {
    edge = await start([distribution('E1', {}, associations('viewer-request'))]);
    edge.lambdas.set('arn:viewer-request', () => {
      throw error;
    });
    const answer = await edge.request('/');
    expect([answer.status, answer.header('x-cache'), answer.header('content-type')]).toEqual([
      503,
      `${kind} from cloudfront`,
      'text/html',
    ]);
  });
});

it('a body that a function puts in place of the origin’s is framed anew', async () => {
  edge = await start([distribution('E1', { api: associations('origin-response') })]);
  edge.api = () => ({ status: 200, headers: [['content-length', '2']], body: Buffer.from('ok') });
  edge.lambdas.set('arn:origin-response', ({ Records }) => ({ ...Records[0].cf.response, body: 'longer' }));
  const answer = await edge.request('/api/x');
  expect([answer.text, answer.header('content-length')]).toEqual(['longer', undefined]);
});

it('a host that a function sets at the origin request is what the origin gets', async () => {
  edge = await start([distribution('E1', { api: associations('origin-request') })]);
  edge.lambdas.set('arn:origin-request', ({ Records }) => header('host', 'inner.example.com')(Records[0].cf));
  await edge.request('/api/x');
  expect(edge.received[0]!.headers).toContainEqual(['host', 'inner.example.com']);
});
