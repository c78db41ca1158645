import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cloud, HttpRequest, HttpResponse, Site } from './contract.ts';
import type { LocalOrigins } from './local-origins.ts';
import { requestDetail } from './request-detail.ts';
import { readRequest, requestHead, TooLarge } from './site-request.ts';

export interface SiteServerOptions {
  /** The site that a host name leads to on this port. */
  site(host: string): Site | undefined;
  rtt: number;
  origins: LocalOrigins;
  trace: Cloud['trace'];
  /** How a delay passes; the clock's way by default. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Lets sites answer on a server of node:http: bodies whole, headers in their order, faults as plain answers. */
export function serveSite(
  server: Server,
  { site, rtt, origins, trace, wait = delay }: SiteServerOptions,
): void {
  const greeted = new WeakSet<object>();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse, head: HttpRequest) => {
    const started = performance.now();
    const found = site(head.host);
    // A new connection costs a round trip for TCP and one for TLS 1.3 before the request leaves.
    const handshake = greeted.has(incoming.socket) ? 0 : 2 * rtt;
    greeted.add(incoming.socket);
    if (rtt > 0) await wait(handshake + rtt / 2);
    const { response, body } = found
      ? await ask(found, incoming, head, origins, trace)
      : { response: misdirected(head.host), body: Buffer.alloc(0) };
    if (rtt > 0) await wait(rtt / 2);
    send(incoming, outgoing, response);
    trace({
      traceId: head.traceId,
      kind: 'request',
      source: found?.key ?? head.host,
      text: `${head.method} ${head.path}${head.rawQuery && `?${head.rawQuery}`}`,
      status: response.status,
      duration: performance.now() - started,
      detail: requestDetail(head, body, response),
    });
  };
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const head = requestHead(incoming);
    // Whatever happens to one request, the process goes on with the others.
    serve(incoming, outgoing, head).catch((error: unknown) => {
      send(incoming, outgoing, json(500, 'Internal Server Error'));
      noteFailure(head.host, head, error, trace);
    });
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, start: Buffer) => {
    socket.on('error', () => socket.destroy());
    const head = requestHead(incoming);
    const found = site(head.host);
    if (found?.upgrade) found.upgrade(head, socket, start);
    else socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('clientError', (_, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

/** Lets the site answer, as the browser is to see it; gives the body of the request besides, as far as it was read. */
async function ask(
  site: Site,
  incoming: IncomingMessage,
  head: HttpRequest,
  origins: LocalOrigins,
  trace: Cloud['trace'],
): Promise<{ response: HttpResponse; body: Buffer }> {
  let body: Buffer = Buffer.alloc(0);
  try {
    const request = await readRequest(incoming, origins.toAws(head), site.kind);
    body = request.body;
    return { response: origins.toBrowser(await site.handle(request), head), body };
  } catch (error) {
    if (error instanceof TooLarge) return { response: json(413, 'Request Entity Too Large'), body };
    noteFailure(site.key, head, error, trace);
    return { response: json(500, 'Internal Server Error'), body };
  }
}

function noteFailure(source: string, head: HttpRequest, error: unknown, trace: Cloud['trace']): void {
  trace({
    traceId: head.traceId,
    kind: 'notice',
    source,
    text: `${head.method} ${head.path} failed inside the local cloud: ${error}`,
    detail: error instanceof Error ? error.stack : undefined,
  });
}

/** 421: this server does not answer for that host (RFC 9110, section 15.5.20). */
const misdirected = (host: string) =>
  json(
    421,
    `No site of this project has the host name ${host}. Use 127.0.0.1, or add it to hosts in dev/config.ts.`,
  );

const json = (status: number, message: string): HttpResponse => ({
  status,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(JSON.stringify({ message })),
});

/** Headers that are this server's own business. */
const framing = new Set(['connection', 'keep-alive', 'transfer-encoding']);

function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: HttpResponse,
): void {
  if (outgoing.destroyed || outgoing.writableEnded) return;
  const hasBody = status >= 200 && status !== 204 && status !== 304;
  let isSized = false;
  const kept: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === 'content-length') isSized = true;
    if (!framing.has(lower)) kept.push(name, value);
  }
  if (hasBody && !isSized) kept.push('content-length', String(body.length));
  try {
    outgoing.writeHead(status, kept);
    outgoing.end(incoming.method === 'HEAD' || !hasBody ? undefined : body);
  } catch {
    // A status or header that HTTP does not allow: what API Gateway and CloudFront answer to such an origin.
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ message: 'Internal server error' }));
  }
}
