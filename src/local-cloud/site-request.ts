import type { IncomingMessage } from 'node:http';
import type { HttpRequest, Site } from './contract.ts';
import { newTraceId, rootOf } from './trace.ts';

const mebibyte = 1024 * 1024;
/** Payload quota of HTTP and REST APIs (API Gateway Developer Guide, quotas). Each kind refuses more in its own words. */
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
 * Reads the body; of one beyond the quota of an API only so much as shows the API that it is. The rest is dropped.
 * @throws TooLarge when it is beyond what other sites take
 */
export async function readRequest(
  incoming: IncomingMessage,
  head: HttpRequest,
  kind: Site['kind'],
): Promise<HttpRequest> {
  const { headers } = incoming;
  // Without either there is no body (RFC 9112, section 6.3).
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return head;
  const isApi = kind === 'http-api' || kind === 'rest-api';
  const most = isApi ? apiLimit + 1 : otherLimit;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (size < most) chunks.push(chunk.subarray(0, most - size));
    size += chunk.length;
  }
  if (size > most && !isApi) throw new TooLarge();
  return { ...head, body: Buffer.concat(chunks) };
}

/** Proxies send the whole URL (RFC 9112, section 3.2.2). */
function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target;
  return /^https?:\/\/[^/]*(\/.*)?$/i.exec(target)?.[1] ?? '/';
}
