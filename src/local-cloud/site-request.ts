import type { IncomingMessage } from 'node:http';
import type { HttpRequest, Site } from './contract.ts';
import { newTraceId, rootOf } from './trace.ts';

const mebibyte = 1024 * 1024;
/** Payload quota of HTTP and REST APIs (API Gateway Developer Guide, quotas). */
const apiLimit = 10 * mebibyte;
const otherLimit = 128 * mebibyte;

/** A body beyond the site's quota. */
export class TooLarge extends Error {}

/** All of a request but its body. */
export function requestHead(incoming: IncomingMessage): HttpRequest {
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  const headers: [string, string][] = [];
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.push([incoming.rawHeaders[at]!.toLowerCase(), incoming.rawHeaders[at + 1]!]);
  }
  const trace = incoming.headers['x-amzn-trace-id'];
  return {
    method: incoming.method ?? 'GET',
    scheme: 'http',
    host: (incoming.headers.host ?? '').replace(/:\d+$/, ''),
    path: toOriginForm(path),
    rawQuery: query.join('?'),
    headers,
    body: Buffer.alloc(0),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    traceId: rootOf(Array.isArray(trace) ? trace[0] : trace) ?? newTraceId(),
  };
}

/**
 * Reads the body.
 * @throws TooLarge when it is beyond the quota of the site's kind; the rest is read and dropped
 */
export async function readRequest(
  incoming: IncomingMessage,
  head: HttpRequest,
  kind: Site['kind'],
): Promise<HttpRequest> {
  const limit = kind === 'http-api' || kind === 'rest-api' ? apiLimit : otherLimit;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > limit) throw new TooLarge();
  return { ...head, body: Buffer.concat(chunks, size) };
}

/** Proxies send the whole URL (RFC 9112, section 3.2.2). */
function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target;
  return /^https?:\/\/[^/]*(\/.*)?$/i.exec(target)?.[1] ?? '/';
}
