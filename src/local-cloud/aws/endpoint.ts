import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../contract.ts';
import { type Listening, listen } from '../listen.ts';
import { createServer as createHttpServer } from '../node-http.ts';
import { readBody } from './endpoint-body.ts';
import { errorResponse } from './endpoint-errors.ts';
import { corsHeaders, preflight, refuseForeignPages } from './endpoint-origin.ts';
import { rehearsed } from './endpoint-rehearsal.ts';
import { parseRequest } from './endpoint-request.ts';

export interface EndpointOptions {
  /** The wanted port; the next free one is taken when it is in use, 0 is any. */
  port: number;
  /** Region of calls that name none. */
  region(): string;
  call(request: AwsRequest): Promise<AwsResponse>;
}

/**
 * The AWS endpoint: HTTP/1.1 and HTTP/2 without TLS on one port of the loopback interface.
 * The Kinesis client of the SDK speaks HTTP/2 from its first byte; all others speak HTTP/1.1.
 */
export async function startEndpoint({ port, region, call }: EndpointOptions): Promise<Listening> {
  const handle = (
    incoming: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => {
    void answer(incoming, region, call).then((answered) => send(incoming, response, answered));
  };
  const http1 = createHttpServer({ keepAliveTimeout: 60_000 }, handle as never);
  const http2 = createHttp2Server(handle as never);
  http2.on('sessionError', () => {});
  http1.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  const server = createServer((socket) => choose(socket, http1, http2));
  return listen(server, port);
}

/** Hands the socket to the server of its protocol: HTTP/2 begins with `PRI * HTTP/2.0` (RFC 9113, section 3.4). */
function choose(socket: Socket, http1: NodeJS.EventEmitter, http2: NodeJS.EventEmitter) {
  socket.setNoDelay();
  socket.on('error', () => socket.destroy());
  socket.once('data', (start: Buffer) => {
    socket.pause();
    socket.unshift(start);
    (start.toString('latin1', 0, 3) === 'PRI' ? http2 : http1).emit('connection', socket);
    process.nextTick(() => socket.resume());
  });
}

async function answer(
  incoming: IncomingMessage | Http2ServerRequest,
  region: EndpointOptions['region'],
  call: EndpointOptions['call'],
): Promise<AwsResponse> {
  const head = parseRequest(incoming, region());
  try {
    const answeredPreflight = preflight(head);
    if (answeredPreflight) return answeredPreflight;
    refuseForeignPages(head);
    const body = await readBody(incoming, head);
    const answeredRehearsal = rehearsed(head);
    if (answeredRehearsal) return answeredRehearsal;
    const request = { ...head, ...(head.action ? {} : actionOfForm(head, body)), body };
    if (head.headers['smithy-protocol'] === 'rpc-v2-cbor') {
      throw new AwsError(
        'UnsupportedMediaTypeException',
        'The local cloud speaks AWS JSON, not RPC v2 CBOR. Give the client the JSON protocol.',
        415,
      );
    }
    const response = await call(request);
    const cors = head.service === 's3' ? {} : corsHeaders(head.headers.origin);
    return { ...response, headers: { ...requestId(head), ...cors, ...response.headers } };
  } catch (error) {
    return errorResponse(head, error);
  }
}

/** Every answer has an id of its own, under the name that the protocol has for it. */
const requestId = ({ service }: AwsRequest) => ({
  [service === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid']: randomUUID(),
});

/** The operation of the Query protocol stands in the form: `Action=GetCallerIdentity`. */
function actionOfForm({ headers }: AwsRequest, body: Buffer): { action?: string } {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return {};
  return { action: new URLSearchParams(body.toString()).get('Action') ?? '' };
}

function send(
  incoming: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  { status, headers = {}, body = '' }: AwsResponse,
) {
  if (response.writableEnded || response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  try {
    const hasBody = status !== 204 && status !== 304;
    const given = Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
    response.writeHead(status, {
      ...headers,
      ...(hasBody && !given ? { 'content-length': bytes.length } : {}),
    } as never);
    response.end(incoming.method === 'HEAD' || !hasBody ? undefined : (bytes as never));
  } catch (error) {
    // A header that HTTP does not allow; the client gets an answer all the same.
    if (!response.headersSent) response.writeHead(500, { 'x-amzn-errortype': 'InternalFailure' } as never);
    response.end(String(error) as never);
  }
}
