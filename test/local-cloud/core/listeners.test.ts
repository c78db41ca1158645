import { once } from 'node:events';
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse, Site, TraceEvent } from '../../../src/local-cloud/contract.ts';
import { createListeners } from '../../../src/local-cloud/listeners.ts';

const seen: HttpRequest[] = [];
const traced: Omit<TraceEvent, 'at' | 'end'>[] = [];
const urls = new Map<string, string>();
let answer: (request: HttpRequest) => HttpResponse;

const site = (key: string, more: Partial<Site> = {}): Site => ({
  key,
  title: key,
  kind: 'http-api',
  hosts: [`${key.replace(/\W/g, '')}.execute-api.eu-west-1.amazonaws.com`],
  handle: async (request) => {
    seen.push(request);
    return answer(request);
  },
  ...more,
});
const plain = (text: string) =>
  ({ status: 200, headers: [], body: Buffer.from(text) }) satisfies HttpResponse;

const orders = site('api:shop-orders-dev/Api', { hosts: ['orders.api.example.com'] });
const orderItems = site('api:shop-order-items-dev/Api', { handle: async () => plain('order items') });
const billing = site('api:shop-billing-dev/Api', { handle: async () => plain('billing') });
const listeners = createListeners({
  firstPort: 0,
  rtt: 0,
  hosts: ['tunnel.example'],
  trace: (event) => traced.push(event),
  urls,
});
beforeAll(() => listeners.update([orders, billing, orderItems, site('bucket:private', { public: false })]));
afterAll(() => listeners.close());

interface Got {
  status: number;
  rawHeaders: string[];
  body: string;
}

/** A request with node:http, which lets a test set the host and see headers in their order. */
async function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Got> {
  const { port } = new URL(urls.get(orders.key)!);
  const request = send({ port, host: '127.0.0.1', path, method: options.method, headers: options.headers });
  request.end(options.body);
  const [response] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode,
    rawHeaders: response.rawHeaders,
    body: Buffer.concat(chunks).toString(),
  };
}

describe('a request', () => {
  it('arrives raw and whole', async () => {
    answer = () => plain('ok');
    const { status } = await ask('/a%20b?x=1&x=%32', {
      method: 'POST',
      headers: { 'X-One': 'A', host: '127.0.0.1:1' },
      body: Buffer.from('hello'),
    });
    expect(status).toBe(200);
    const request = seen.at(-1)!;
    expect(request).toMatchObject({
      method: 'POST',
      scheme: 'http',
      host: '127.0.0.1',
      path: '/a%20b',
      rawQuery: 'x=1&x=%32',
    });
    expect(request.headers).toContainEqual(['x-one', 'A']);
    expect(request.body.toString()).toBe('hello');
    expect(request.traceId).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  it('keeps the trace id that it brings, and is traced', async () => {
    answer = () => plain('ok');
    const traceId = 'Root=1-65a1b2c3-0123456789abcdef01234567';
    await ask('/traced', { headers: { 'x-amzn-trace-id': traceId } });
    expect(traced.at(-1)).toMatchObject({
      traceId,
      kind: 'request',
      source: orders.key,
      text: 'GET /traced',
      status: 200,
    });
  });

  it('of more than an API takes comes cut, so that the API refuses it', async () => {
    const limit = 10 * 1024 * 1024;
    answer = ({ body }) => plain(String(body.length));
    expect((await ask('/', { method: 'POST', body: Buffer.alloc(limit) })).body).toBe(String(limit));
    expect((await ask('/', { method: 'POST', body: Buffer.alloc(2 * limit) })).body).toBe(String(limit + 1));
  });
});

describe('a response', () => {
  it.each([1, 8 * 1024, 64 * 1024])('of %d bytes comes byte for byte', async (size) => {
    const body = Buffer.from(Array.from({ length: size }, (_, at) => at % 256));
    answer = () => ({ status: 200, headers: [['x-one', 'é']], body });
    const { port } = new URL(urls.get(orders.key)!);
    const request = send({ port, host: '127.0.0.1' }).end();
    const [response] = await once(request, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(response.headers['x-one']).toBe('é');
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
  });

  it('keeps the order and the repetition of its headers', async () => {
    answer = () => ({
      status: 201,
      headers: [
        ['b', '1'],
        ['set-cookie', 'x=1'],
        ['a', '2'],
        ['set-cookie', 'y=2'],
      ],
      body: Buffer.from('é'),
    });
    const { status, rawHeaders } = await ask('/');
    expect(status).toBe(201);
    expect(rawHeaders.slice(0, 10)).toEqual([
      'b',
      '1',
      'set-cookie',
      'x=1',
      'a',
      '2',
      'set-cookie',
      'y=2',
      'content-length',
      '2',
    ]);
  });

  it('to HEAD has no body but its length', async () => {
    answer = () => plain('four');
    const { body, rawHeaders } = await ask('/', { method: 'HEAD' });
    expect(body).toBe('');
    expect(rawHeaders).toContain('4');
  });

  it('that HTTP does not allow becomes 502', async () => {
    answer = () => ({ status: 200, headers: [['bad\nname', 'x']], body: Buffer.alloc(0) });
    expect((await ask('/')).status).toBe(502);
    answer = () => ({ status: 99, headers: [], body: Buffer.alloc(0) });
    expect((await ask('/')).status).toBe(502);
  });

  it('of a site that fails is 500, and the reason is traced', async () => {
    answer = () => {
      throw new Error('planted');
    };
    expect((await ask('/')).status).toBe(500);
    expect(traced.some(({ kind, text }) => kind === 'notice' && text.includes('planted'))).toBe(true);
  });
});

describe('one request never ends the process', () => {
  it.each([
    'location',
    'content-security-policy',
    'access-control-allow-origin',
  ])('when a site answers with a %s that is no text', async (name) => {
    answer = () => ({ status: 302, headers: [[name, 5 as unknown as string]], body: Buffer.alloc(0) });
    expect((await ask('/')).status).toBe(500);
    expect(traced.at(-2)).toMatchObject({ kind: 'notice', source: orders.key });
    answer = () => plain('ok');
    expect((await ask('/')).body).toBe('ok');
  });

  it('when an answer cannot be sent', async () => {
    answer = () => ({ status: 200, headers: [], body: undefined as unknown as Buffer });
    expect((await ask('/')).status).toBe(500);
    answer = () => plain('ok');
    expect((await ask('/')).body).toBe('ok');
  });
});

describe('the host', () => {
  const billingHost = billing.hosts[0]!;
  it.each([
    ['localhost', 'orders'],
    ['orders.localhost', 'orders'],
    ['orders.api.example.com', 'orders'],
    ['tunnel.example', 'orders'],
    ['billing.localhost', 'billing'],
    ['order-items.localhost', 'order items'],
    [billingHost, 'billing'],
    [billingHost.toUpperCase(), 'billing'],
  ])('%s leads to %s on any port', async (host, expected) => {
    answer = () => plain('orders');
    expect((await ask('/', { headers: { host: `${host}:1234` } })).body).toBe(expected);
  });

  it('of nobody here is refused', async () => {
    const { status, body } = await ask('/', { headers: { host: 'evil.example' } });
    expect(status).toBe(421);
    expect(body).toContain('evil.example');
  });
});

describe('the ports', () => {
  it('belong to public sites, and stay with their keys', async () => {
    expect([...urls.keys()]).toEqual([orders.key, billing.key, orderItems.key]);
    const before = urls.get(orders.key);
    await listeners.update([orders, site('api:new')]);
    expect(urls.get(orders.key)).toBe(before);
    expect([...urls.keys()]).toEqual([orders.key, 'api:new']);
    await listeners.update([orders, billing]);
  });

  it('survive what is not HTTP', async () => {
    const { port } = new URL(urls.get(orders.key)!);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1\.1 400/);
    socket.destroy();
    answer = () => plain('ok');
    expect((await ask('/')).status).toBe(200);
  });

  it('refuse an upgrade that the site does not take', async () => {
    const { port } = new URL(urls.get(orders.key)!);
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    );
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1\.1 426/);
    socket.destroy();
  });
});

describe('a round trip', () => {
  it('delays each request half each way, and a new connection by two more', async () => {
    const far = new Map<string, string>();
    const waits: number[] = [];
    const wait = async (milliseconds: number) => waits.push(milliseconds);
    const slow = createListeners({ firstPort: 0, rtt: 100, hosts: [], trace: () => {}, urls: far, wait });
    await slow.update([billing]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const _ of [1, 2]) {
      const [response] = await once(send(far.get(billing.key)!, { agent }).end(), 'response');
      await once(response.resume(), 'end');
    }
    agent.destroy();
    await slow.close();
    expect(waits).toEqual([250, 50, 50, 50]);
  });
});
