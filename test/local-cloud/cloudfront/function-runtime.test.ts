import { afterEach, describe, expect, it } from 'vitest';
import type { Resource } from '../../../src/local-cloud/contract.ts';
import { distribution, type Fixture, resource, start } from './fixture.ts';
import { cloudfrontFunction, onViewer } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

const store = resource('AWS::CloudFront::KeyValueStore', 'kvs', {}, { Arn: 'arn:kvs', Id: 'id-1' });
const startWith = async (fn: Resource, ...extra: Resource[]) => {
  edge = await start([distribution('E1', {}, onViewer('viewer-request')), fn, ...extra]);
};
const kvs = "import cf from 'cloudfront'; const kvs = cf.kvs();";

it.each([
  [
    'loops after it has waited',
    `${kvs} async function handler() { await kvs.exists('a'); for (;;) {} }`,
    'timed out',
  ],
  [
    'waits again and again',
    `${kvs} async function handler() { for (;;) await kvs.exists('a'); }`,
    'timed out',
  ],
  [
    'loops in a chain',
    'function handler() { return Promise.resolve().then(() => { for (;;) {} }); }',
    'timed out',
  ],
  ['never settles', 'function handler() { return new Promise(() => {}); }', 'never settles'],
  [
    'waits for what never settles',
    'async function handler() { await new Promise(() => {}); }',
    'never settles',
  ],
  ['throws nothing that is an error', 'async function handler() { throw "so"; }', 'so'],
  [
    'makes code of strings',
    'function handler(e) { return eval("e.request"); }',
    'Code generation from strings',
  ],
  [
    'wants a timer',
    'function handler(e) { return setTimeout(() => e.request); }',
    'setTimeout is not defined',
  ],
])('a function that %s gives 503, and the cloud goes on', async (_, code, told) => {
  await startWith(cloudfrontFunction(code, ['arn:kvs']), store);
  const answer = await edge.request('/');
  expect([answer.status, answer.header('x-cache')]).toEqual([503, 'FunctionExecutionError from cloudfront']);
  expect(answer.text).toContain(told);
  expect((await edge.request('/api/x')).status).toBe(200);
});

it('a function that was cut off begins anew, with what it keeps', async () => {
  const code = `let runs = 0;
    async function handler(event) {
      runs += 1;
      await null;
      if (event.request.uri === '/loop') for (;;) {}
      return { statusCode: 200, body: String(runs) };
    }`;
  await startWith(cloudfrontFunction(code));
  expect((await edge.request('/a')).text).toBe('1');
  expect((await edge.request('/a')).text).toBe('2');
  expect((await edge.request('/loop')).status).toBe(503);
  expect((await edge.request('/a')).text).toBe('1');
});

it('reads values in every format', async () => {
  const code = `${kvs}
    async function handler() {
      const bytes = await kvs.get('a', { format: 'bytes' });
      const all = [await kvs.get('a'), await kvs.get('a', { format: 'json' }), bytes.length, await kvs.count(),
        await kvs.exists('b'), (await kvs.meta()).keyCount];
      return { statusCode: 200, body: JSON.stringify(all) };
    }`;
  await startWith(cloudfrontFunction(code, ['arn:kvs']), store);
  const call = (method: string, body = '') =>
    edge.rooms.cloudfront!.aws!['cloudfront-keyvaluestore']!({
      service: 'cloudfront-keyvaluestore',
      region: 'us-east-1',
      action: '',
      method,
      path: `/key-value-stores/arn%3Akvs${method === 'PUT' ? '/keys/a' : ''}`,
      query: new URLSearchParams(),
      headers: { 'if-match': 'KV0000000001' },
      body: Buffer.from(body),
      caller: {},
    });
  await call('PUT', JSON.stringify({ Value: '{"x":1}' }));
  expect(JSON.parse((await edge.request('/')).text)).toEqual(['{"x":1}', { x: 1 }, 7, 1, false, 1]);
});

describe('runtime 1.0', () => {
  const first = (code: string) => cloudfrontFunction(code, [], 'cloudfront-js-1.0');

  it('runs what 2.0 runs, but promises of async functions', async () => {
    await startWith(
      first(`var crypto = require('crypto');
        // No async function here.
        function handler() {
          return { statusCode: 200, body: crypto.createHash('md5').update('a').digest('hex') };
        }`),
    );
    expect((await edge.request('/')).text).toBe('0cc175b9c0f1b6a831c399e269772661');
  });

  it.each([
    ['async', 'async function handler(event) { return event.request; }', 'has no async functions'],
    ['imports', "import cf from 'cloudfront'; function handler(event) { return event.request; }", 'import'],
    ['key value stores', "function handler() { return require('cloudfront').kvs(); }", 'Cannot find module'],
  ])('has no %s', async (_, code, told) => {
    await startWith(first(code));
    const answer = await edge.request('/');
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining(told)]);
  });
});
