import { once } from 'node:events';
import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsole } from '../../../src/local-cloud/console/server.ts';
import type { Site } from '../../../src/local-cloud/contract.ts';
import { type Harness, startHarness } from '../harness.ts';
import { echoRoom } from './echo-room.ts';

const api: Site = {
  key: 'api:x',
  title: 'x API',
  kind: 'http-api',
  hosts: ['x'],
  handle: async () => ({ status: 200, headers: [], body: Buffer.alloc(0) }),
};
let cloud: Harness;
let page: ConsoleServer;
beforeAll(async () => {
  const room = echoRoom(['dynamodb'], {
    sites: () => [api],
    snapshot: async () => ({ tables: { orders: 3 } }),
  });
  cloud = await startHarness({
    services: [room],
    resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } },
  });
  page = await startConsole({
    ...cloud,
    port: 0,
    differences: () => ({
      notices: ['no such thing'],
      simpler: ['less'],
      withoutEffect: ['CloudWatch::Alarm'],
    }),
    setOutage: () => {},
  });
});
afterAll(async () => {
  await page.close();
  await cloud.close();
});

const view = async (path: string) => (await fetch(`${page.url}/api/${path}`)).json();
const status = async (headers: Record<string, string>, path = '/__local/api/trace') => {
  const request = send({ port: page.port, host: '127.0.0.1', path, headers }).end();
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
};

describe('the data', () => {
  it('tells of sites, rooms and resources', async () => {
    expect(await view('overview')).toMatchObject({
      endpoint: cloud.endpoint,
      sites: [{ key: 'api:x', title: 'x API', kind: 'http-api' }],
      rooms: ['echo'],
      resources: 1,
      differences: { notices: ['no such thing'], simpler: ['less'], withoutEffect: ['CloudWatch::Alarm'] },
    });
    expect(await view('resources')).toMatchObject([
      { logicalId: 'Q', type: 'AWS::SQS::Queue', properties: { QueueName: 'jobs' } },
    ]);
    expect(await view('snapshot')).toEqual({ echo: { tables: { orders: 3 } } });
  });

  it('gives the events of one request', async () => {
    cloud.cloud.trace({ traceId: 'Root=1-a', kind: 'log', source: 'f', text: 'one' });
    cloud.cloud.trace({ traceId: 'Root=1-b', kind: 'log', source: 'f', text: 'two' });
    expect(await view('trace')).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(await view(`trace?traceId=${encodeURIComponent('Root=1-b')}`)).toMatchObject([{ text: 'two' }]);
  });

  it('streams the kept events, and then each as it comes', async () => {
    const { body } = await fetch(`${page.url}/api/events`);
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (pattern: RegExp) => {
      while (!pattern.test(text)) text += (await reader.read()).value ?? '';
    };
    await until(/"text":"two".*\n\n/);
    expect(text).toMatch(/^event: run\ndata: [\w-]+\n\n/);
    cloud.cloud.trace({ traceId: '', kind: 'mail', source: 'cognito', text: 'code 123' });
    await until(/"text":"code 123".*\n\n/);
    const [id, data] = text.trimEnd().split('\n').slice(-2) as [string, string];
    expect(JSON.parse(data.replace(/^data: /, ''))).toMatchObject({ kind: 'mail', text: 'code 123' });
    await reader.cancel();

    // A page that comes back gets what it missed, and nothing twice.
    cloud.cloud.trace({ traceId: '', kind: 'log', source: 'f', text: 'missed' });
    const again = await fetch(`${page.url}/api/events`, {
      headers: { 'last-event-id': id.replace(/^id: /, '') },
    });
    const rest = again.body!.pipeThrough(new TextDecoderStream()).getReader();
    let later = '';
    while (!later.includes('missed')) later += (await rest.read()).value ?? '';
    expect(later).not.toContain('code 123');
    await rest.cancel();
  });

  it.each(['nothing', 'constructor', '__proto__'])('knows no view %s', async (name) => {
    expect((await fetch(`${page.url}/api/${name}`)).status).toBe(404);
  });
});

describe('a request target that is no path', () => {
  it.each(['//', '//[', '///', 'http://', 'http://[', '*'])('gets an answer: %s', async (target) => {
    const answered = await status({ host: `127.0.0.1:${page.port}` }, target);
    expect([target, answered]).toEqual([target, target === '*' ? 404 : 400]);
    expect((await fetch(page.url)).status).toBe(200);
  });
});

describe('the page', () => {
  it('loads nothing from elsewhere', async () => {
    const response = await fetch(page.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/(src|href)="http/);
  });

  it('says that it is not ready for keys until it has its first answers', async () => {
    const html = await (await fetch(page.url)).text();
    expect(html).toMatch(
      /<body>[\s\S]*<p class="empty" role="status">Asking the local cloud…<\/p>\s*<script>/,
    );
  });

  it('is where the root leads', async () => {
    const response = await fetch(new URL('/', page.url), { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('/__local');
  });
});

describe('other pages', () => {
  const host = () => `127.0.0.1:${page.port}`;
  it('read nothing from another origin', async () => {
    expect(await status({ host: host(), origin: 'https://evil.example' })).toBe(403);
    expect(await status({ host: host(), origin: 'null' })).toBe(403);
    expect(await status({ host: host(), origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await status({ host: host(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(
      403,
    );
  });

  it('read nothing through a name of their own', async () => {
    expect(await status({ host: `evil.example:${page.port}` })).toBe(403);
    expect(await status({ host: 'evil.localhost' })).toBe(403);
  });

  it('may link to it', async () => {
    expect(
      await status(
        { host: host(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
        '/__local',
      ),
    ).toBe(200);
  });

  it('is readable by itself and by programs', async () => {
    expect(
      await status({
        host: `localhost:${page.port}`,
        origin: `http://localhost:${page.port}`,
        'sec-fetch-site': 'same-origin',
      }),
    ).toBe(200);
    expect(await status({ host: host() })).toBe(200);
  });
});
