import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud, RunningService, Site } from '../contract.ts';
import { type Listening, listen } from '../listen.ts';
import { createServer } from '../node-http.ts';
import type { TraceLog } from '../trace.ts';
import { consoleActions } from './actions.ts';
import { consoleData } from './data.ts';
import { isOwnAction, isOwnPage } from './guard.ts';
import { pageHtml } from './page-html.ts';
import { Refused } from './send-message.ts';
import { streamEvents } from './stream.ts';
import type { Differences } from './views.ts';

export interface ConsoleOptions {
  port: number;
  cloud: Cloud;
  log: TraceLog;
  rooms: ReadonlyMap<string, RunningService>;
  sites(): Site[];
  /** What the start says of the templates. */
  differences(): Differences;
  /** Puts a bucket out of order, or back in order. */
  setOutage(bucketArn: string, on: boolean): void;
}

export type ConsoleServer = Listening;

/**
 * The console page under `/__local`, its data under `/__local/api/`. Only pages of this very server may use it.
 *
 * | method and path | gives |
 * |---|---|
 * | `GET /__local/api/overview` | `Overview`: project, sites, counts, endpoint |
 * | `GET /__local/api/picture` | `Picture`: nodes and edges of the model |
 * | `GET /__local/api/resources` | `ResourceView[]` |
 * | `GET /__local/api/trace` | `TraceEvent[]`, oldest first; `?traceId=` for one request |
 * | `GET /__local/api/snapshot` | panels of the rooms, by room name |
 * | `GET /__local/api/state` | the version of the picture, and the panels |
 * | `GET /__local/api/items?table=` | `Rows`: a page of items; `&start=` for the next |
 * | `GET /__local/api/events` | server-sent events: each a `TraceEvent` |
 * | `POST /__local/api/resend` | `{ traceId }` sends that request again: `Sent` |
 * | `POST /__local/api/send` | `Message` to a queue, stream, bus or topic: `Sent` |
 * | `POST /__local/api/outage` | `{ arn, on }` puts a bucket out of order, or back in order: `Sent` |
 */
export async function startConsole(options: ConsoleOptions): Promise<ConsoleServer> {
  const data = consoleData(options);
  const actions = consoleActions(options);
  const server = createServer(async (request, response) => {
    try {
      const target = parseTarget(request.url);
      if (!target) return refuse(response, 400, 'The request target is no path.');
      const { pathname, searchParams } = target;
      const name = pathname.startsWith('/__local/api/') ? pathname.slice('/__local/api/'.length) : '';
      if (!isOwnPage(request.headers, portOf(request)))
        return refuse(response, 403, 'Only the console page itself may read this.');
      if (request.method === 'POST' && actions.has(name)) {
        if (!isOwnAction(request.headers)) return refuse(response, 403, 'Only the console page may do this.');
        return answer(response, 200, await actions.get(name)!(await readJson(request)));
      }
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return refuse(response, 405, 'Only GET is served here.');
      if (pathname === '/' || pathname === '/__local/') {
        return void response.writeHead(302, { location: '/__local' }).end();
      }
      if (pathname === '/__local') return void response.writeHead(200, pageHeaders).end(await pageHtml());
      if (name === 'events') return streamEvents(options.log, request, response);
      const view = data.get(name);
      if (!view) return refuse(response, 404, `There is nothing at ${pathname}.`);
      answer(response, 200, await view(searchParams));
    } catch (error) {
      if (error instanceof Refused) return refuse(response, 400, error.message);
      refuse(response, 500, `The view failed: ${(error as Error).message}`);
    }
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const listening = await listen(server, options.port);
  return { ...listening, url: `${listening.url}/__local` };
}

/** The request target as a URL; `undefined` for one that is none, such as `//`, which anyone may send. */
function parseTarget(target = '/'): URL | undefined {
  return URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost') : undefined;
}

const portOf = (request: IncomingMessage) => request.socket.localPort ?? 0;

/** The largest message of any service is 1 MiB. */
const limit = 2 * 1024 * 1024;

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new Refused('This is larger than any message.');
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Told below, as any other text that is no document.
  }
  throw new Refused('The body is not a JSON document.');
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // Texts of requests and logs are shown: nothing of them may run or load.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

const refuse = (response: ServerResponse, status: number, message: string) =>
  answer(response, status, { message });
