import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TraceEvent } from '../contract.ts';
import type { TraceLog } from '../trace.ts';

/** Another one is another run, whose events have nothing to do with those that a page may still show. */
const run = randomUUID();

/**
 * Streams trace events as server-sent events until the client goes: first the run (`event: run`), then the kept events that
 * the client does not have yet, then each as it happens. A client that comes back says which it had last.
 */
export function streamEvents(log: TraceLog, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const [lastRun, last = '0'] = String(request.headers['last-event-id'] ?? '').split('/');
  const had = lastRun === run ? Number(last) : 0;
  const write = (event: TraceEvent) =>
    response.write(`id: ${run}/${event.end}\ndata: ${JSON.stringify(event)}\n\n`);
  response.write(`event: run\ndata: ${run}\n\n`);
  for (const event of log.events()) if (event.end > had) write(event);
  const unsubscribe = log.subscribe((event) => {
    // A page that does not keep up misses events rather than filling the memory.
    if (response.writableLength < 16 * 1024 * 1024) write(event);
  });
  request.on('close', unsubscribe);
}
