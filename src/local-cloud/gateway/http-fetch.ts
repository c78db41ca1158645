import { request as secure } from 'node:https';
import type { Cloud, HttpResponse } from '../contract.ts';
import { request as plain } from '../node-http.ts';
import type { HeaderList } from './headers.ts';
import { within } from './invoke.ts';

/** A request of an HTTP integration. */
export interface Outgoing {
  method: string;
  url: string;
  /** Added to the query of `url`. */
  rawQuery: string;
  headers: HeaderList;
  body: Buffer;
  traceId: string;
  sourceIp: string;
  /** Milliseconds. */
  timeout: number;
}

/** Belong to one connection, or follow from the body. */
const dropped = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Asks a URL: in process where a site of the local cloud owns its host, over the network else. */
export async function fetchHttp(
  cloud: Cloud,
  outgoing: Outgoing,
): Promise<HttpResponse | 'timeout' | 'unreachable'> {
  const url = parse(outgoing.url);
  if (!url) return 'unreachable';
  const rawQuery = [url.search.slice(1), outgoing.rawQuery].filter(Boolean).join('&');
  const headers: HeaderList = [['host', url.host], ...outgoing.headers];
  const { method, body, traceId, sourceIp, timeout } = outgoing;
  const inside = cloud.fetch({
    method,
    scheme: url.protocol === 'http:' ? 'http' : 'https',
    host: url.hostname,
    path: url.pathname,
    rawQuery,
    headers,
    body,
    sourceIp,
    traceId,
  });
  if (inside) return clean(await within(timeout, inside));
  try {
    return clean(await overNetwork(url, rawQuery, headers, outgoing));
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'timeout' : 'unreachable';
  }
}

function overNetwork(
  url: URL,
  rawQuery: string,
  headers: HeaderList,
  { method, body, timeout }: Outgoing,
): Promise<HttpResponse> {
  const send = url.protocol === 'http:' ? plain : secure;
  const target = `${url.pathname}${rawQuery ? `?${rawQuery}` : ''}`;
  const fields = headers.flat();
  if (body.length > 0) fields.push('content-length', String(body.length));
  return new Promise((done, fail) => {
    const signal = AbortSignal.timeout(timeout);
    const asked = send(
      { host: url.hostname, port: url.port, path: target, method, headers: fields, signal },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const raw = response.rawHeaders;
          const list: HeaderList = [];
          for (let at = 0; at < raw.length; at += 2) list.push([raw[at]!.toLowerCase(), raw[at + 1]!]);
          done({ status: response.statusCode ?? 502, headers: list, body: Buffer.concat(chunks) });
        });
      },
    );
    asked.on('error', (error) => fail(signal.aborted ? signal.reason : error));
    asked.end(body.length > 0 ? body : undefined);
  });
}

const clean = (response: HttpResponse | undefined): HttpResponse | 'timeout' =>
  response ? { ...response, headers: response.headers.filter(([name]) => !dropped.has(name)) } : 'timeout';

function parse(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
