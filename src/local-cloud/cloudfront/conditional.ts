import type { HttpRequest, HttpResponse } from '../contract.ts';
import { headerOf, withHeader, withoutHeader } from './headers.ts';

/** Conditions and ranges that the edge judges itself, so that its cache gets whole objects. */
export const judgedAtEdge = ['if-none-match', 'if-modified-since', 'range', 'if-range'];

/** The answer to the viewer's conditions and range from a whole response: 304, 206, 416 or the response itself. */
export function answerConditions(request: HttpRequest, response: HttpResponse): HttpResponse {
  if (response.status !== 200) return response;
  if (isFresh(request, response)) return bare(response, 304);
  const range = headerOf(request.headers, 'range');
  if (request.method !== 'GET' || range === undefined || !rangeHolds(request, response)) return response;
  return partOf(response, range);
}

/** RFC 9110, section 13.2.2: a tag counts before a date. */
function isFresh({ headers }: HttpRequest, response: HttpResponse): boolean {
  const tags = headerOf(headers, 'if-none-match');
  const tag = headerOf(response.headers, 'etag');
  if (tags !== undefined)
    return (
      tags.trim() === '*' || tags.split(',').some((item) => tag !== undefined && weak(item) === weak(tag))
    );
  const since = Date.parse(headerOf(headers, 'if-modified-since') ?? '');
  const changed = Date.parse(headerOf(response.headers, 'last-modified') ?? '');
  return Number.isFinite(since) && Number.isFinite(changed) && changed <= since;
}

const weak = (tag: string): string => tag.trim().replace(/^W\//, '');

/** `If-Range` names the version that the viewer has a part of; of another one it wants the whole. */
function rangeHolds({ headers }: HttpRequest, response: HttpResponse): boolean {
  const condition = headerOf(headers, 'if-range');
  if (condition === undefined) return true;
  return [headerOf(response.headers, 'etag'), headerOf(response.headers, 'last-modified')].includes(
    condition,
  );
}

/** One range of bytes. Several at once, or another unit, get the whole, as HTTP allows. */
function partOf(response: HttpResponse, range: string): HttpResponse {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  const size = response.body.length;
  if (first === '' && last === '') return response;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from > to) {
    const refused = bare(response, 416);
    return { ...refused, headers: withHeader(refused.headers, 'content-range', `bytes */${size}`) };
  }
  const body = response.body.subarray(from, to + 1);
  const sized = withHeader(response.headers, 'content-length', String(body.length));
  return { status: 206, headers: withHeader(sized, 'content-range', `bytes ${from}-${to}/${size}`), body };
}

const bare = (response: HttpResponse, status: number): HttpResponse => ({
  status,
  headers: withoutHeader(response.headers, 'content-length'),
  body: Buffer.alloc(0),
});
