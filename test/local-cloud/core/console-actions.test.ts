import { once } from 'node:events';
import { request as send } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { type ConsoleServer, startConsole } from '../../../src/local-cloud/console/server.ts';
import type { HttpRequest, Site } from '../../../src/local-cloud/contract.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { type Harness, region, startHarness } from '../harness.ts';

const asked: HttpRequest[] = [];
const api: Site = {
  key: 'api:x',
  title: 'x API',
  kind: 'http-api',
  hosts: ['x'],
  handle: async (request) => {
    asked.push(request);
    return { status: 201, headers: [], body: Buffer.from(`{"got":${request.body.length}}`) };
  },
};
let cloud: Harness;
let listeners: Listeners;
let page: ConsoleServer;
const urls = new Map<string, string>();
const outages = new Set<string>();
beforeAll(async () => {
  cloud = await startHarness({
    services: [s3, sqs],
    outages,
    resources: {
      Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } },
      Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
      Ordered: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'ordered.fifo', FifoQueue: true } },
    },
  });
  listeners = createListeners({ firstPort: 0, rtt: 0, hosts: [], trace: cloud.cloud.trace, urls });
  await listeners.update([api]);
  const local = { ...cloud.cloud, model: cloud.cloud.model, localUrl: (key: string) => urls.get(key) };
  page = await startConsole({
    ...cloud,
    cloud: local,
    port: 0,
    sites: () => [api],
    differences: () => ({ notices: [], simpler: [], withoutEffect: [] }),
    setOutage: (bucket, on) => void (on ? outages.add(bucket) : outages.delete(bucket)),
  });
});
afterAll(async () => {
  await page.close();
  await listeners.close();
  await cloud.close();
});
afterEach(() => asked.splice(0));

const act = async (action: string, body: unknown) => {
  const response = await fetch(`${page.url}/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as { traceId?: string; text?: string; message?: string },
  };
};
const queues = async () => {
  const { sqs: room } = (await (await fetch(`${page.url}/api/snapshot`)).json()) as {
    sqs: { queues: { name: string; messages: { body: string; group?: string }[] }[] };
  };
  return Object.fromEntries(room.queues.map(({ name, messages }) => [name, messages]));
};
const arn = (name: string) => `arn:aws:sqs:${region}:123456789012:${name}`;

describe('putting a message', () => {
  it('sends it to the queue, traced', async () => {
    const { status, body } = await act('send', { to: 'queue', arn: arn('jobs'), body: 'hello' });
    expect(status, body.message).toBe(200);
    expect((await queues()).jobs).toMatchObject([{ body: 'hello' }]);
    expect(cloud.log.events().filter(({ traceId }) => traceId === body.traceId)).toMatchObject([
      { kind: 'aws', source: 'sqs', text: 'SendMessage jobs', status: 200 },
    ]);
  });

  it('sends it to a FIFO queue in its group, each time as another message', async () => {
    for (const body of ['one', 'one']) {
      const sent = await act('send', { to: 'queue', arn: arn('ordered.fifo'), body, groupId: 'g' });
      expect(sent.status, sent.body.message).toBe(200);
    }
    expect((await queues())['ordered.fifo']).toMatchObject([{ group: 'g' }, { group: 'g' }]);
  });

  it.each([
    ['a queue that is not there', { to: 'queue', arn: arn('none'), body: 'x' }, /does not exist/],
    ['an empty body', { to: 'queue', arn: arn('jobs'), body: '' }, /MessageBody/],
    ['no body', { to: 'queue', arn: arn('jobs') }, /a target and a body/],
    ['another kind', { to: 'moon', arn: arn('jobs'), body: 'x' }, /no such kind/],
    ['no document', null, /not a JSON document/],
  ])('says what is wrong with %s', async (_, message, words) => {
    const { status, body } = await act('send', message);
    expect(status).toBe(400);
    expect(body.message).toMatch(words);
  });
});

describe('resending a request', () => {
  const lastRequest = () => cloud.log.events().findLast(({ kind }) => kind === 'request')!;

  it('sends method, path, headers and body once more through the listener', async () => {
    await fetch(`${urls.get('api:x')}/orders?a=1&a=2`, {
      method: 'PUT',
      headers: { 'x-own': 'yes', 'content-type': 'application/json' },
      body: '{"n":1}',
    });
    const first = lastRequest();
    const { status, body } = await act('resend', { traceId: first.traceId });
    expect(status, body.message).toBe(200);
    expect(body.text).toBe('PUT /orders?a=1&a=2 answered 201');
    const [one, two] = asked as [HttpRequest, HttpRequest];
    const kept = ({ method, path, rawQuery, headers, body: bytes }: HttpRequest) => ({
      method,
      path,
      rawQuery,
      body: String(bytes),
      headers: Object.fromEntries(headers.filter(([name]) => !/^(connection|x-amzn-trace-id)$/.test(name))),
    });
    expect(kept(two)).toEqual(kept(one));
    expect(two.traceId).toBe(body.traceId);
    expect(two.traceId).not.toBe(one.traceId);
  });

  it('sends bytes that are no text as they were', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x0a]);
    await fetch(`${urls.get('api:x')}/`, { method: 'POST', body: bytes });
    await act('resend', { traceId: lastRequest().traceId });
    expect(asked.map(({ body }) => body)).toEqual([bytes, bytes]);
  });

  it('does not send half a body', async () => {
    await fetch(`${urls.get('api:x')}/`, { method: 'POST', body: 'x'.repeat(300_000) });
    const { status, body } = await act('resend', { traceId: lastRequest().traceId });
    expect(status).toBe(400);
    expect(body.message).toBe('Its body of 300000 bytes was too large to be kept.');
    expect(asked).toHaveLength(1);
  });

  it('says that a request is no longer kept', async () => {
    expect((await act('resend', { traceId: 'Root=1-none' })).body.message).toBe(
      'This request is no longer kept.',
    );
  });
});

describe('a web page elsewhere', () => {
  const post = async (headers: Record<string, string>) => {
    const request = send({
      port: page.port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/__local/api/send',
      headers,
    });
    request.end(JSON.stringify({ to: 'queue', arn: arn('jobs'), body: 'foreign' }));
    const [response] = await once(request, 'response');
    response.resume();
    return response.statusCode;
  };
  const json = { 'content-type': 'application/json' };

  it.each([
    ['a fetch from another origin', { ...json, origin: 'https://evil.example' }],
    [
      'a fetch from a site of this machine',
      { ...json, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' },
    ],
    [
      'a form',
      { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['a form without fetch metadata', { 'content-type': 'text/plain' }],
    ['a form that hides where it comes from', { 'content-type': 'text/plain', origin: 'null' }],
    [
      'a navigation with a body of JSON',
      { ...json, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['a host name that was made to point here', { ...json, host: 'evil.example' }],
  ])('cannot put a message by %s', async (_, headers) => {
    const before = (await queues()).jobs!.length;
    const host = `127.0.0.1:${page.port}`;
    expect(await post({ host, ...headers })).toBe(403);
    expect((await queues()).jobs).toHaveLength(before);
  });

  it('gets no answer to the question whether it may', async () => {
    const request = send({
      port: page.port,
      host: '127.0.0.1',
      method: 'OPTIONS',
      path: '/__local/api/send',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    }).end();
    const [response] = await once(request, 'response');
    response.resume();
    expect(response.statusCode).toBe(403);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('an outage of a bucket', () => {
  const bucket = 'arn:aws:s3:::site';
  const asked = async () => (await fetch(`${cloud.endpoint}/site?list-type=2`)).status;
  const shown = async () => {
    const { s3: room } = (await (await fetch(`${page.url}/api/snapshot`)).json()) as {
      s3: { buckets: { name: string; outage: boolean }[] };
    };
    return room.buckets.find(({ name }) => name === 'site')?.outage;
  };

  it('begins and ends, and the page and the log say so', async () => {
    expect([await asked(), await shown()]).toEqual([200, false]);
    const { status, body } = await act('outage', { arn: bucket, on: true });
    expect([status, body.text]).toEqual([200, 'site is out of order: it answers 503 to everybody']);
    expect([await asked(), await shown()]).toEqual([503, true]);
    await act('outage', { arn: bucket, on: false });
    expect([await asked(), await shown()]).toEqual([200, false]);
    const notices = cloud.log.events().filter(({ kind, source }) => kind === 'notice' && source === 'site');
    expect(notices.map(({ text }) => text)).toEqual([body.text, 'site is in order again']);
  });

  it.each([
    ['a bucket that is none of the templates', { arn: 'arn:aws:s3:::other', on: true }],
    ['neither on nor off', { arn: bucket, on: 'yes' }],
  ])('is refused for %s', async (_, body) => {
    const refused = await act('outage', body);
    expect(refused.status).toBe(400);
    expect(refused.body.message).toBe('An outage has a bucket of the templates, and is on or off.');
    expect(await asked()).toBe(200);
  });
});
