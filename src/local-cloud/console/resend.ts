import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Cloud, TraceEvent } from '../contract.ts';
import { request as send } from '../node-http.ts';
import { newTraceId } from '../trace.ts';
import { Refused } from './send-message.ts';
import type { RequestDetail, Sent } from './views.ts';

/** Headers that belong to the connection, or that say which trace it is: the new request has its own. */
const own = new Set([
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'x-amzn-trace-id',
  'upgrade',
]);

/**
 * Sends a request once more, through the same listener: method, path, headers and body are those of the first one.
 * @throws Refused when its body was too large to be kept, or when its site is gone
 */
export async function resend(cloud: Cloud, event: TraceEvent): Promise<Sent> {
  const base = cloud.localUrl(event.source);
  if (!base) throw new Refused('The site of this request is no longer in the templates.');
  const { request, body } = event.detail as RequestDetail;
  if (body?.cutFrom) throw new Refused(`Its body of ${body.cutFrom} bytes was too large to be kept.`);
  const [method = 'GET', target = '/'] = event.text.split(' ');
  const traceId = newTraceId();
  const headers = request.filter(([name]) => !own.has(name));
  const bytes = body ? Buffer.from(body.text, body.encoding) : Buffer.alloc(0);
  if (bytes.length > 0) headers.push(['content-length', String(bytes.length)]);
  headers.push(['x-amzn-trace-id', traceId]);
  const { hostname, port } = new URL(base);
  const outgoing = send({ hostname, port, method, path: target, headers: grouped(headers), agent: false });
  outgoing.end(bytes);
  const [response]: IncomingMessage[] = (await once(outgoing, 'response')) as [IncomingMessage];
  response!.resume();
  await once(response!, 'end');
  return { traceId, text: `${method} ${target} answered ${response!.statusCode}` };
}

/** Headers of one name together, each as often as it was sent. */
function grouped(headers: [string, string][]): Record<string, string | string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of headers) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(
    [...groups].map(([name, values]) => [name, values.length > 1 ? values : values[0]!]),
  );
}
