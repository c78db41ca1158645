import type { HttpRequest, HttpResponse } from '../contract.ts';
import { cacheKey, type Stored, timeToLive } from './cache.ts';
import { answerConditions, judgedAtEdge } from './conditional.ts';
import { type Behaviour, errorPageOf } from './distribution.ts';
import { headerOf, mark, withHeader } from './headers.ts';
import type { Edge } from './serve.ts';

/** Asks the origin of a behaviour. */
export type FromOrigin = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * The answer of the cache, else that of the origin. Where answers may be kept, the origin is asked for the whole object,
 * and the edge answers conditions and ranges; elsewhere the origin sees them.
 */
export async function throughCache(
  request: HttpRequest,
  behaviour: Behaviour,
  edge: Edge,
  fromOrigin: FromOrigin,
): Promise<HttpResponse> {
  const { cache, distribution, now, dev } = edge;
  // A dev server knows by itself what has changed.
  if (dev || !behaviour.cachedMethods.has(request.method) || behaviour.cache.maxTtl === 0)
    return markMiss(await fromOrigin(request));
  const key = cacheKey(request, distribution, behaviour);
  const stored = cache.get(key, now());
  if (stored?.fresh) return answerConditions(request, hit(stored, 'Hit'));
  const response = await fromOrigin(stored ? revalidating(request, stored) : whole(request));
  const errorTtl = errorPageOf(distribution, response)?.minTtl ?? 10;
  if (stored && response.status === 304) {
    const refreshed = { ...stored.response, headers: updated(stored.response, response) };
    cache.put(key, refreshed, timeToLive(refreshed, behaviour, errorTtl, now()), now());
    return answerConditions(request, mark(refreshed, 'RefreshHit from cloudfront'));
  }
  // While the origin fails, what is old is better than nothing (developer guide, "HTTP 5xx status codes").
  if (stored && stored.response.status < 400 && response.status >= 500) {
    cache.put(key, stored.response, errorTtl, now());
    return answerConditions(request, hit(stored, 'Hit'));
  }
  const ttl = timeToLive(response, behaviour, errorTtl, now());
  // A HEAD answer has no body, and a part must not stand for the whole.
  if (request.method !== 'HEAD' && response.status !== 206 && ttl > 0) cache.put(key, response, ttl, now());
  return answerConditions(request, markMiss(response));
}

const markMiss = (response: HttpResponse): HttpResponse =>
  mark(response, `${response.status >= 400 ? 'Error' : 'Miss'} from cloudfront`);

/** An error stays one when it comes from the cache. */
function hit({ response, age }: Stored, how: string): HttpResponse {
  const headers = withHeader(response.headers, 'age', String(age));
  return {
    ...response,
    headers: withHeader(headers, 'x-cache', `${response.status >= 400 ? 'Error' : how} from cloudfront`),
  };
}

const whole = (request: HttpRequest): HttpRequest => ({
  ...request,
  headers: request.headers.filter(([name]) => !judgedAtEdge.includes(name)),
});

/** Asks whether what is kept still holds. */
function revalidating(request: HttpRequest, { response }: Stored): HttpRequest {
  const asked = whole(request);
  const tag = headerOf(response.headers, 'etag');
  const date = headerOf(response.headers, 'last-modified');
  if (response.status !== 200) return asked;
  let { headers } = asked;
  if (tag !== undefined) headers = withHeader(headers, 'if-none-match', tag);
  if (date !== undefined) headers = withHeader(headers, 'if-modified-since', date);
  return { ...asked, headers };
}

/** A 304 brings new values of the headers that it has (RFC 9111, section 3.2). */
const updated = (stored: HttpResponse, { headers }: HttpResponse) =>
  headers
    .filter(([name]) => name !== 'content-length' && name !== 'content-type')
    .reduce((list, [name, value]) => withHeader(list, name, value), stored.headers);
