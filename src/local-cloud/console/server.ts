import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Cloud, RunningService, Site } from '../contract.ts';
import { type Listening, listen } from '../listen.ts';
import type { TraceLog } from '../trace.ts';
import { consoleData } from './data.ts';
import { isOwnPage } from './guard.ts';
import { page } from './page.ts';
import { streamEvents } from './stream.ts';

export interface ConsoleOptions {
  port: number;
  cloud: Cloud;
  log: TraceLog;
  rooms: ReadonlyMap<string, RunningService>;
  sites(): Site[];
}

export type ConsoleServer = Listening;

/**
 * The console page under `/__local`, its data under `/__local/api/`. Only pages of this very server may read it.
 *
 * | path | gives |
 * |---|---|
 * | `/__local/api/overview` | `Overview`: sites, counts, endpoint |
 * | `/__local/api/resources` | `ResourceView[]` |
 * | `/__local/api/trace` | `TraceEvent[]`, oldest first; `?traceId=` for one request |
 * | `/__local/api/snapshot` | panels of the rooms, by room name |
 * | `/__local/api/events` | server-sent events: each a `TraceEvent` |
 */
export async function startConsole(options: ConsoleOptions): Promise<ConsoleServer> {
  const data = consoleData(options);
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!isOwnPage(request.headers, portOf(request)))
      return refuse(response, 403, 'Only the console page itself may read this.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only GET is served here.');
    if (pathname === '/' || pathname === '/__local/') {
      return void response.writeHead(302, { location: '/__local' }).end();
    }
    if (pathname === '/__local') return void response.writeHead(200, pageHeaders).end(page);
    if (pathname === '/__local/api/events') return streamEvents(options.log, request, response);
    const view = pathname.startsWith('/__local/api/')
      ? data.get(pathname.slice('/__local/api/'.length))
      : undefined;
    if (!view) return refuse(response, 404, `There is nothing at ${pathname}.`);
    try {
      answer(response, 200, await view(searchParams));
    } catch (error) {
      refuse(response, 500, `The view failed: ${(error as Error).message}`);
    }
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const listening = await listen(server, options.port);
  return { ...listening, url: `${listening.url}/__local` };
}

const portOf = (request: IncomingMessage) => request.socket.localPort ?? 0;

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // Texts of requests and logs are shown: nothing of them may run or load.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, status: number, message: string) =>
  answer(response, status, { message });
