import { randomFillSync } from 'node:crypto';
import type { HttpRequest } from '../contract.ts';
import { type HeaderMap, joined, last, readHeaders } from './headers.ts';
import { parseQuery } from './query.ts';

/** Where in an API a request goes: what the host and the start of its path say. */
export interface Target {
  stage: string;
  /** Raw path below the stage or the mapping key, with its leading slash. */
  path: string;
  /** The domain it came under, AWS-shaped. */
  domainName: string;
  /** Key of the mapping of a custom domain; empty for the root. Absent on the execute-api host. */
  mappingKey?: string;
}

/** A request at an API, read once. */
export interface Arrival extends Target {
  request: HttpRequest;
  headers: HeaderMap;
  /** Decoded, in order. */
  query: [name: string, value: string][];
  /** Of a REST API: clients can override it (developer guide, "Variables for access logging for API Gateway", 2026). */
  requestId: string;
  /** API Gateway's own, whatever the client sends. */
  extendedRequestId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** `performance.now()` on arrival. */
  started: number;
}

/**
 * Reads a request once.
 * @param requestId a REST API's own id for it, in whose place the client's `x-amzn-RequestId` comes (observed:
 *   awsdocs/amazon-api-gateway-developer-guide, issue 71); absent for an HTTP API, which has one id alone ("Customize HTTP
 *   API access logs", 2026)
 */
export function arrive(request: HttpRequest, target: Target, requestId?: string): Arrival {
  const headers = readHeaders(request);
  const extendedRequestId = newExtendedId();
  return {
    ...target,
    request,
    headers,
    query: parseQuery(request.rawQuery),
    requestId: requestId ? last(headers, 'x-amzn-requestid') || requestId : extendedRequestId,
    extendedRequestId,
    at: Date.now(),
    started: performance.now(),
  };
}

const idBytes = 11;
/** For many ids at once: to ask the system for random bytes costs more than all else about an id. */
const pool = Buffer.alloc(idBytes * 128);
let next = pool.length;

/** In the alphabet of URLs, with its padding (observed). */
function newExtendedId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  next += idBytes;
  return `${pool.toString('base64url', next - idBytes, next)}=`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** Request time as both kinds of API write it: `12/Mar/2020:19:03:58 +0000`. */
export function requestTime(at: number): string {
  const time = new Date(at);
  const day = `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${day}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}

/** Headers that API Gateway adds for the integration (developer guide, "Lambda proxy integration"). */
export function forwarded({ request, headers }: Arrival): Record<string, string> {
  const before = joined(headers, 'x-forwarded-for');
  return {
    'x-amzn-trace-id': request.traceId,
    'x-forwarded-for': before ? `${before}, ${request.sourceIp}` : request.sourceIp,
    'x-forwarded-port': joined(headers, 'x-forwarded-port') ?? (request.scheme === 'https' ? '443' : '80'),
    'x-forwarded-proto': request.scheme,
  };
}

/** The content type without parameters, lower case; empty when there is none. */
export const mediaType = (headers: HeaderMap): string =>
  (headers.get('content-type')?.at(-1) ?? '').split(';')[0]!.trim().toLowerCase();
