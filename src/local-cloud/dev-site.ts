import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { DevSite, HttpRequest, HttpResponse } from './contract.ts';
import { Agent, request as send } from './node-http.ts';
import type { DevServer } from './project/dev-server.ts';

/** Headers that belong to one connection, or that would hide the file behind a page. */
const own = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'accept-encoding',
  'accept',
  'upgrade',
]);

/** The dev server of a site as an origin that answers in place of the built site. */
export function devSite({ name, output, begin, ready }: DevServer): DevSite & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const ask = (request: HttpRequest, port: number): Promise<HttpResponse> =>
    new Promise((done, fail) => {
      const outgoing = send({
        agent,
        port,
        host: '127.0.0.1',
        method: request.method,
        path: request.path + (request.rawQuery && `?${request.rawQuery}`),
        headers: headersOf(request, hostOf(port)),
      });
      outgoing.once('error', fail);
      outgoing.once('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        // It ended in the middle of its answer.
        incoming.once('error', fail);
        incoming.once('end', () => finish(incoming, Buffer.concat(chunks)));
      });
      const finish = (incoming: IncomingMessage, body: Buffer) => {
        const headers: [string, string][] = [];
        for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
          headers.push([incoming.rawHeaders[at]!.toLowerCase(), incoming.rawHeaders[at + 1]!]);
        }
        done({
          status: incoming.statusCode ?? 502,
          headers: headers.filter(([header]) => !own.has(header)),
          body,
        });
      };
      outgoing.end(request.body);
    });
  return {
    name,
    output,
    fetch: async (request) => {
      if (climbs(request.path)) return { status: 404, headers: [], body: Buffer.alloc(0) };
      try {
        begin();
        return await ask(request, await ready);
      } catch (error) {
        const text = `The dev server of web/ does not answer. ${(error as Error).message}`;
        return {
          status: 502,
          headers: [['content-type', 'text/plain; charset=utf-8']],
          body: Buffer.from(text),
        };
      }
    },
    upgrade: (request, socket, head) => {
      // A page of another origin must not listen in on the edits.
      if (!isOwnOrigin(request))
        return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      begin();
      ready.then(
        (port) => tunnel(request, socket, head, port),
        () => socket.destroy(),
      );
    },
    close: () => agent.destroy(),
  };
}

const hostOf = (port: number) => `127.0.0.1:${port}`;

/** Hands a connection over to the dev server, with the request that asked for it. */
function tunnel(request: HttpRequest, socket: Duplex, head: Buffer, port: number): void {
  // Whoever asked may be gone by the time the dev server answers.
  if (socket.destroyed) return;
  const server = connect({ port, host: '127.0.0.1' }, () => {
    const host = hostOf(port);
    const lines = request.headers
      .filter(([header]) => header !== 'host' && header !== 'origin')
      .map(([header, value]) => `${header}: ${value}`);
    const target = request.path + (request.rawQuery && `?${request.rawQuery}`);
    server.write(
      [`GET ${target} HTTP/1.1`, `host: ${host}`, `origin: http://${host}`, ...lines, '', ''].join('\r\n'),
    );
    server.write(head);
    server.pipe(socket).pipe(server);
  });
  server.on('error', () => socket.destroy());
  server.on('close', () => socket.destroy());
  socket.on('close', () => server.destroy());
}

/**
 * Whether a path could lead out of the site. A dev server tidies such a path and looks at the disk; in a bucket it is the key of an
 * object that is not there.
 */
function climbs(path: string): boolean {
  try {
    const plain = decodeURIComponent(path);
    return plain.includes('\0') || plain.split(/[\\/]/).includes('..');
  } catch {
    return true;
  }
}

/**
 * A dev server answers any path that a browser wants a page for with the page. S3 does not: what is asked for is a file,
 * and the page only where it is named.
 */
function headersOf({ headers, path }: HttpRequest, host: string): Record<string, string> {
  const accept = headers.find(([name]) => name === 'accept')?.[1] ?? '';
  const wanted = /\.html$/.test(path)
    ? 'text/html'
    : accept
        .split(',')
        .filter((type) => !/text\/html|\*\/\*|text\/\*/.test(type))
        .join(',') || 'application/octet-stream';
  const kept = headers.filter(([name]) => !own.has(name) && !name.startsWith(':'));
  return { ...Object.fromEntries(kept), accept: wanted, host };
}

function isOwnOrigin({ headers }: HttpRequest): boolean {
  const sent = (wanted: string) => headers.find(([name]) => name === wanted)?.[1];
  const origin = sent('origin');
  try {
    return origin === undefined || new URL(origin).host === sent('host');
  } catch {
    return false;
  }
}
