import { afterEach, describe, expect, it } from 'vitest';
import { distribution, type Fixture, start } from './fixture.ts';
import { cloudfrontFunction, onViewer } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

const run = async (event: string, returned: string, allViewer = false) => {
  const policy = allViewer ? { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } : {};
  edge = await start([
    distribution('E1', { api: { ...onViewer(event), ...policy } }),
    cloudfrontFunction(
      `function handler(event) { var it = event.request; var response = event.response; ${returned} }`,
    ),
  ]);
  edge.api = () => ({ status: 200, headers: [['content-length', '2']], body: Buffer.from('ok') });
};
const visit = (path = '/api/x') =>
  edge.request(path, {
    headers: [
      ['host', 'shop.example.com'],
      ['connection', 'keep-alive'],
      ['cookie', 'Seen=1'],
    ],
  });

describe('what CloudFront does not take from a function for a viewer request', () => {
  it.each([
    [
      'a header without a value',
      'return { statusCode: 302, headers: { location: {} } }',
      'headers.location.value',
    ],
    [
      'a header that is a number',
      'return { statusCode: 302, headers: { location: { value: 5 } } }',
      'headers.location.value',
    ],
    ['a header that is null', 'it.headers["x-own"] = null; return it', 'headers.x-own.value'],
    [
      'a header with a line break',
      'it.headers["x-own"] = { value: "a\\nb" }; return it',
      'Invalid character',
    ],
    ['a header in upper case', 'it.headers["X-Own"] = { value: "1" }; return it', 'lower case'],
    [
      'repeats that are no list',
      'it.headers["x-own"] = { value: "1", multiValue: 1 }; return it',
      'multiValue',
    ],
    ['a query value that is null', 'it.querystring.a = { value: null }; return it', 'querystring.a.value'],
    ['a cookie that is a number', 'it.cookies.a = { value: 1 }; return it', 'cookies.a.value'],
    [
      'attributes that are no text',
      'return { statusCode: 200, cookies: { a: { value: "1", attributes: 5 } } }',
      'attributes',
    ],
    ['headers that are a list', 'it.headers = []; return it', 'request.headers'],
    ['a relative uri', 'it.uri = "index.html"; return it', 'request.uri'],
    ['a uri that is a number', 'it.uri = 5; return it', 'request.uri'],
    ['too long a uri', 'it.uri = "/" + "x".repeat(8192); return it', '8192'],
    ['another method', 'it.method = "DELETE"; return it', 'request.method'],
    ['a status that is text', 'return { statusCode: "302" }', 'response.statusCode'],
    ['a status out of range', 'return { statusCode: 600 }', 'response.statusCode'],
    ['a body that is a number', 'return { statusCode: 200, body: 5 }', 'response.body'],
    ['an unknown encoding', 'return { statusCode: 200, body: { encoding: "hex", data: "00" } }', 'encoding'],
    [
      'a disallowed header',
      'it.headers["x-forwarded-proto"] = { value: "https" }; return it',
      'x-forwarded-proto',
    ],
    [
      'a disallowed header in an answer',
      'return { statusCode: 200, headers: { "x-cache": { value: "no" } } }',
      'x-cache',
    ],
    ['another host', 'it.headers.host.value = "other"; return it', 'the header host is read-only'],
    ['no host', 'delete it.headers.host; return it', 'the header host is read-only'],
    ['text', 'return "yes"', 'neither a request nor a response'],
  ])('%s', async (_, code, told) => {
    await run('viewer-request', code);
    const answer = await visit();
    expect([answer.status, answer.header('x-cache')]).toEqual([
      502,
      'FunctionValidationError from cloudfront',
    ]);
    expect(answer.text).toContain(told);
    expect(edge.received).toEqual([]);
  });
});

it.each([
  ['its status is missing', 'delete response.statusCode; return response', 'response.statusCode'],
  [
    'via is changed',
    'response.headers.via = { value: "me" }; return response',
    'the header via is read-only',
  ],
  [
    'it chooses an origin',
    'require("cloudfront").selectRequestOriginById("api"); return response',
    'viewer requests only',
  ],
])('a viewer response is refused when %s', async (_, code, told) => {
  await run('viewer-response', code);
  const answer = await visit();
  expect([answer.status, answer.header('x-cache')]).toEqual([502, 'FunctionValidationError from cloudfront']);
  expect(answer.text).toContain(told);
});

it('functions do not see disallowed headers, and the rest of the way keeps them', async () => {
  await run(
    'viewer-request',
    'it.headers["x-seen"] = { value: Object.keys(it.headers).join() }; return it',
    true,
  );
  await edge.request('/api/x', {
    headers: [
      ['host', 'h'],
      ['x-real-ip', '1.2.3.4'],
      ['accept', '*/*'],
    ],
  });
  expect(Object.fromEntries(edge.received[0]!.headers)).toMatchObject({
    'x-seen': 'host,accept',
    'x-real-ip': '1.2.3.4',
  });
});

it('tells the reason phrase, and frames a body that the function replaces', async () => {
  await run('viewer-response', 'response.body = response.statusDescription + "; and more"; return response');
  const answer = await visit();
  expect([answer.text, answer.header('content-length')]).toEqual(['OK; and more', undefined]);
});

it('takes a parameter called __proto__ for a name like any other', async () => {
  await run('viewer-request', 'return it', true);
  expect((await visit('/api/x?__proto__=1&__proto__=2&b=3')).status).toBe(200);
  expect(edge.received[0]!.rawQuery).toBe('__proto__=1&__proto__=2&b=3');
  expect(Object.keys(Object.prototype)).toEqual([]);
});
