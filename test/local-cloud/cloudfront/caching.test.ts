import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpResponse } from '../../../src/local-cloud/contract.ts';
import { type Answer, distribution, type Fixture, resource, start } from './fixture.ts';

const policy = resource('AWS::CloudFront::CachePolicy', 'short', {
  CachePolicyConfig: {
    MinTTL: 0,
    DefaultTTL: 60,
    MaxTTL: 600,
    ParametersInCacheKeyAndForwardedToOrigin: {},
  },
});
const changed = 'Wed, 25 Nov 2026 10:00:00 GMT';
const report = (): HttpResponse => ({
  status: 200,
  headers: [
    ['content-type', 'text/plain'],
    ['etag', '"v1"'],
    ['last-modified', changed],
  ],
  body: Buffer.from('0123456789'),
});

let edge: Fixture;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  edge = await start([distribution('E1', { api: { CachePolicyId: 'short' } }), policy]);
  edge.api = report;
});
afterEach(async () => {
  vi.useRealTimers();
  await edge.close();
});

const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  edge.request('/api/report', { method, headers: Object.entries(headers) });
const origin = () => edge.received.map(({ headers }) => Object.fromEntries(headers));
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const cacheOf = (answer: Answer) => [answer.status, answer.header('x-cache'), answer.header('age')];

describe('conditions of a viewer', () => {
  it.each([
    ['if-none-match', '"v1"'],
    ['if-none-match', '"v0", W/"v1"'],
    ['if-none-match', '*'],
    ['if-modified-since', changed],
  ])('%s: %s is answered by 304, on a hit without the origin', async (name, value) => {
    const miss = await get({ [name]: value });
    expect([miss.status, miss.text, miss.header('etag')]).toEqual([304, '', '"v1"']);
    // The cache wants the whole object.
    expect(origin()[0]).not.toHaveProperty(name);
    expect(cacheOf(await get({ [name]: value }))).toEqual([304, 'Hit from cloudfront', '0']);
    expect((await get()).text).toBe('0123456789');
    expect(edge.received).toHaveLength(1);
  });

  it.each([
    ['if-none-match', '"v0"'],
    ['if-modified-since', 'Tue, 24 Nov 2026 10:00:00 GMT'],
  ])('%s: %s that no longer holds gets the object', async (name, value) => {
    expect(await get({ [name]: value })).toMatchObject({ status: 200, text: '0123456789' });
  });

  it('reach an origin whose answers are not kept', async () => {
    await edge.close();
    edge = await start([distribution('E1', {})]);
    edge.api = () => ({ status: 304, headers: [], body: Buffer.alloc(0) });
    expect((await get({ 'if-none-match': '"v1"' })).status).toBe(304);
    expect(origin()[0]).toMatchObject({ 'if-none-match': '"v1"' });
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s are cut from the object, on a miss and on a hit', async (range, text, contentRange) => {
    for (const cache of ['Miss', 'Hit']) {
      const answer = await get({ range });
      expect([answer.status, answer.text, answer.header('content-range')]).toEqual([206, text, contentRange]);
      expect([answer.header('content-length'), answer.header('x-cache')]).toEqual([
        String(text.length),
        `${cache} from cloudfront`,
      ]);
    }
    expect(edge.received).toHaveLength(1);
  });

  it('beyond the object get 416', async () => {
    const answer = await get({ range: 'bytes=10-' });
    expect([answer.status, answer.header('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('of another version get the whole, as do several at once', async () => {
    expect((await get({ range: 'bytes=0-3', 'if-range': '"v0"' })).status).toBe(200);
    expect((await get({ range: 'bytes=0-3', 'if-range': '"v1"' })).status).toBe(206);
    expect((await get({ range: 'bytes=0-1,4-5' })).status).toBe(200);
  });
});

it('HEAD is answered from what GET brought, and brings nothing itself', async () => {
  const first = await get({}, 'HEAD');
  expect([first.status, first.text, first.header('content-length')]).toEqual([200, '', '10']);
  await get();
  expect(edge.received).toHaveLength(2);
  const head = await get({}, 'HEAD');
  expect([...cacheOf(head), head.text, head.header('content-length')]).toEqual([
    200,
    'Hit from cloudfront',
    '0',
    '',
    '10',
  ]);
  expect(edge.received).toHaveLength(2);
});

describe('an old answer', () => {
  it('is asked for again with its tag, and stays when nothing changed', async () => {
    await get();
    pass(61);
    edge.api = () => ({ status: 304, headers: [['x-new', '1']], body: Buffer.alloc(0) });
    const again = await get();
    expect([...cacheOf(again), again.text, again.header('x-new')]).toEqual([
      200,
      'RefreshHit from cloudfront',
      undefined,
      '0123456789',
      '1',
    ]);
    expect(origin()[1]).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': changed });
    pass(30);
    expect(cacheOf(await get())).toEqual([200, 'Hit from cloudfront', '30']);
  });

  it('gives way to a new one', async () => {
    await get();
    pass(61);
    edge.api = () => ({ ...report(), body: Buffer.from('new') });
    const again = await get();
    expect([...cacheOf(again), again.text]).toEqual([200, 'Miss from cloudfront', undefined, 'new']);
  });

  it('is better than an error of the origin', async () => {
    await get();
    pass(61);
    edge.api = () => ({ status: 503, headers: [], body: Buffer.from('down') });
    expect(await get()).toMatchObject({ status: 200, text: '0123456789' });
    edge.api = () => ({ status: 404, headers: [], body: Buffer.from('gone') });
    pass(11);
    expect(await get()).toMatchObject({ status: 404, text: 'gone' });
  });
});

describe('errors', () => {
  it('are kept for ten seconds, or as long as the distribution says', async () => {
    edge.api = () => ({ status: 404, headers: [], body: Buffer.from('none') });
    expect(cacheOf(await get())).toEqual([404, 'Error from cloudfront', undefined]);
    pass(9);
    expect(cacheOf(await get())).toEqual([404, 'Error from cloudfront', '9']);
    expect(edge.received).toHaveLength(1);
    edge.api = report;
    pass(2);
    expect((await get()).status).toBe(200);
  });

  it('that CloudFront keeps only when told are not kept otherwise', async () => {
    edge.api = () => ({ status: 403, headers: [], body: Buffer.from('no') });
    await get();
    await get();
    expect(edge.received).toHaveLength(2);
    edge.api = () => ({ status: 403, headers: [['cache-control', 'max-age=30']], body: Buffer.from('no') });
    await get();
    await get();
    expect(edge.received).toHaveLength(3);
  });
});
