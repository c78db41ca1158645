import { describe, expect, it } from 'vitest';
import { indexResources } from '../../../src/local-cloud/assembly/index-resources.ts';
import { timeToLive } from '../../../src/local-cloud/cloudfront/cache.ts';
import { cachePolicyOf } from '../../../src/local-cloud/cloudfront/policies.ts';
import type { Properties } from '../../../src/local-cloud/contract.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const nowhere = { ...indexResources([]), outputs: {} };
const legacy = (MinTTL: number, DefaultTTL: number, MaxTTL: number, ForwardedValues: Properties = {}) => ({
  cache: cachePolicyOf({ MinTTL, DefaultTTL, MaxTTL, ForwardedValues }, nowhere),
});
const ttl = (headers: Record<string, string>, behaviour = legacy(0, 60, 600), status = 200) =>
  timeToLive({ status, headers: Object.entries(headers), body: Buffer.alloc(0) }, behaviour, 10, now);

/** The table of the developer guide, "Managing how long content stays in the cache". */
describe('seconds that an answer is kept', () => {
  const control = (value: string) => ({ 'cache-control': value });
  const expires = (value: string) => ({ expires: value });
  it.each<[Record<string, string>, number, number]>([
    // Headers of the origin; with a minimum of 0; with a minimum of 30. Default 60, maximum 600.
    [{}, 60, 60],
    [control('max-age=120'), 120, 120],
    [control('max-age=5'), 5, 30],
    [control('max-age=0'), 0, 30],
    [control('max-age=9999'), 600, 600],
    [control('public, MAX-AGE=120'), 120, 120],
    [control('max-age=5, s-maxage=120'), 120, 120],
    [control('s-maxage=9999, max-age=5'), 600, 600],
    [control('s-maxage=0, max-age=120'), 0, 30],
    [expires('Mon, 30 Nov 2026 12:02:00 GMT'), 120, 120],
    [expires('Mon, 30 Nov 2026 12:00:05 GMT'), 5, 30],
    [expires('Mon, 30 Nov 2026 11:00:00 GMT'), 0, 30],
    [expires('Tue, 01 Dec 2026 12:00:00 GMT'), 600, 600],
    [expires('0'), 0, 30],
    [{ ...control('max-age=120'), ...expires('Mon, 30 Nov 2026 12:00:05 GMT') }, 120, 120],
    [control('no-cache'), 0, 30],
    [control('no-store'), 0, 30],
    [control('private'), 0, 30],
    [control('no-cache, max-age=120'), 0, 30],
  ])('%j: %i, or %i', (headers, without, withMinimum) => {
    expect([ttl(headers), ttl(headers, legacy(30, 60, 600))]).toEqual([without, withMinimum]);
  });

  it('are the minimum where the default is below it', () => {
    expect(ttl({}, legacy(100, 60, 600))).toBe(100);
  });

  it.each([
    [404, {}, 10],
    [404, { 'cache-control': 'max-age=30' }, 30],
    [404, { 'cache-control': 'max-age=3' }, 10],
    [503, { 'cache-control': 'no-store' }, 10],
    [403, {}, 0],
    [403, { 'cache-control': 'max-age=30' }, 30],
  ])('of an error %i with %j: %i', (status, headers, seconds) => {
    expect(ttl(headers, legacy(0, 60, 600), status)).toBe(seconds);
  });

  it('are none where the policy forbids it, all headers are forwarded, or the policy is nowhere', () => {
    const disabled = {
      cache: cachePolicyOf({ CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' }, nowhere),
    };
    const unknown = { cache: cachePolicyOf({ CachePolicyId: 'nowhere' }, nowhere) };
    for (const behaviour of [disabled, unknown, legacy(0, 60, 600, { Headers: ['*'] })])
      expect(ttl({ 'cache-control': 'max-age=120' }, behaviour)).toBe(0);
  });
});
