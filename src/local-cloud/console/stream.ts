import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TraceLog } from '../trace.ts';

/** Streams new trace events as server-sent events until the client goes. */
export function streamEvents(log: TraceLog, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  const unsubscribe = log.subscribe((event) => {
    // A page that does not keep up misses events rather than filling the memory.
    if (response.writableLength < 1024 * 1024) response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  request.on('close', unsubscribe);
}
