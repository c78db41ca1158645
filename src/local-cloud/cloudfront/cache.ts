import type { HttpRequest, HttpResponse } from '../contract.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import { cookiesOf, headerOf, queryPairs, queryText } from './headers.ts';
import { passes } from './policies.ts';

interface Entry {
  response: HttpResponse;
  storedAt: number;
  expiresAt: number;
}

/** Entries kept at most; the oldest go first. */
const capacity = 500;
/** Statuses that CloudFront caches without being told (developer guide, "Caching HTTP error responses"). */
const cachedErrors = new Set([404, 414, 500, 501, 502, 503, 504]);

/** A response as it was kept. */
export interface Stored {
  response: HttpResponse;
  /** Seconds. */
  age: number;
  fresh: boolean;
}

/** The cache of one distribution. Times are milliseconds since the epoch. */
export interface Cache {
  /** What is kept under the key, fresh or not. */
  get(key: string, now: number): Stored | undefined;
  put(key: string, response: HttpResponse, ttl: number, now: number): void;
  clear(): void;
}

export function createCache(): Cache {
  const entries = new Map<string, Entry>();
  return {
    get: (key, now) => {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const { response, storedAt, expiresAt } = entry;
      return { response, age: Math.floor((now - storedAt) / 1000), fresh: expiresAt > now };
    },
    put: (key, response, ttl, now) => {
      entries.delete(key);
      entries.set(key, { response, storedAt: now, expiresAt: now + ttl * 1000 });
      const oldest = entries.keys().next().value;
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    clear: () => entries.clear(),
  };
}

/** The cache key of a request: its path and what the cache policy names. HEAD shares the entry of GET. */
export function cacheKey(request: HttpRequest, { id }: Distribution, { cache, pattern }: Behaviour): string {
  const headers = cache.headers.names.map((name) => [
    name.toLowerCase(),
    headerOf(request.headers, name.toLowerCase()),
  ]);
  const cookies = cookiesOf(request.headers).filter(([name]) => passes(cache.cookies, name));
  const query = queryPairs(request.rawQuery).filter(([name]) => passes(cache.queryKey ?? cache.query, name));
  const method = request.method === 'OPTIONS' ? 'OPTIONS' : 'GET';
  return JSON.stringify([id, pattern, method, request.path, queryText(query), headers, cookies]);
}

/**
 * Seconds that a response may be kept, 0 for not at all (developer guide, "Managing how long content stays in the
 * cache"): the origin's word within the policy's bounds, the default without one. `now` is milliseconds since the epoch.
 */
export function timeToLive(
  response: HttpResponse,
  { cache }: Pick<Behaviour, 'cache'>,
  errorTtl: number,
  now: number,
): number {
  if (cache.maxTtl === 0) return 0;
  const control = headerOf(response.headers, 'cache-control')?.toLowerCase() ?? '';
  const said = originSays(response, control, now);
  if (response.status >= 400) {
    if (!cachedErrors.has(response.status) && said === undefined) return 0;
    return Math.max(errorTtl, said ?? 0);
  }
  if (/\b(no-store|no-cache|private)\b/.test(control)) return cache.minTtl;
  const seconds = said ?? Math.max(cache.defaultTtl, cache.minTtl);
  return Math.min(Math.max(seconds, cache.minTtl), cache.maxTtl);
}

function originSays(response: HttpResponse, control: string, now: number): number | undefined {
  const age = /\bs-maxage=(\d+)/.exec(control)?.[1] ?? /\bmax-age=(\d+)/.exec(control)?.[1];
  if (age !== undefined) return Number(age);
  const expires = Date.parse(headerOf(response.headers, 'expires') ?? '');
  return Number.isFinite(expires) ? Math.max(0, (expires - now) / 1000) : undefined;
}
