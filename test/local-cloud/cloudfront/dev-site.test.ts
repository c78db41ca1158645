import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { relaxedPolicy } from '../../../src/local-cloud/cloudfront/dev-origin.ts';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import { devSite } from '../../../src/local-cloud/dev-site.ts';
import { type Listening, listen } from '../../../src/local-cloud/listen.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { type Harness, modelOf, placeholders, startHarness } from '../harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'dev-site-'));
const output = join(folder, 'web', 'dist');
const settings = join(folder, 'settings');
const asked: { url: string; headers: Record<string, unknown> }[] = [];
/** What the dev server knows; it greets whoever upgrades. */
const files: Record<string, string> = {
  '/index.html': '<p>page</p>',
  '/src/app.ts': 'module',
  '/@vite/client': 'client',
  '/config.json': 'wrong',
};
const server = createServer((request, response) => {
  const path = new URL(request.url!, 'http://x').pathname;
  asked.push({ url: request.url!, headers: request.headers });
  if (path === '/broken.js') {
    response.writeHead(200, { 'content-length': '100' });
    return void response.write('half', () => response.destroy());
  }
  response.writeHead(path in files ? 200 : 404, {
    'content-type': 'text/html',
    'cache-control': 'max-age=60',
  });
  response.end(files[path] ?? 'not there');
});
server.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  socket.write(`hello ${request.url} ${request.headers.origin}`);
  socket.on('data', (data: Buffer) => socket.write(`got ${data}`));
  socket.on('error', () => socket.destroy());
});

const rewrite = `function handler(event) {
  var request = event.request;
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}`;
const bucketHost = { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] };
const deployment = (key: string, prefix?: string) => ({
  Type: 'Custom::CDKBucketDeployment',
  Properties: {
    DestinationBucketName: { Ref: 'Site' },
    SourceObjectKeys: [key],
    Prune: false,
    ...(prefix ? { DestinationBucketKeyPrefix: prefix } : {}),
  },
});
const resources = {
  Site: { Type: 'AWS::S3::Bucket', Properties: {} },
  Files: deployment('site.zip'),
  Settings: deployment('settings.zip'),
  Next: deployment('site.zip', 'next'),
  Access: { Type: 'AWS::CloudFront::OriginAccessControl', Properties: {} },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'headers',
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: "default-src 'none'; script-src 'self'",
            Override: true,
          },
          FrameOptions: { FrameOption: 'DENY', Override: true },
        },
      },
    },
  },
  Rewrite: {
    Type: 'AWS::CloudFront::Function',
    Properties: { Name: 'rewrite', FunctionCode: rewrite, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } },
  },
  Web: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultRootObject: 'index.html',
        Origins: [
          {
            Id: 'site',
            DomainName: bucketHost,
            S3OriginConfig: {},
            OriginAccessControlId: { Ref: 'Access' },
          },
          { Id: 'api', DomainName: 'api.example.com', CustomOriginConfig: {} },
        ],
        CacheBehaviors: [{ PathPattern: '/api/*', TargetOriginId: 'api', ViewerProtocolPolicy: 'allow-all' }],
        DefaultCacheBehavior: {
          TargetOriginId: 'site',
          ViewerProtocolPolicy: 'allow-all',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          ResponseHeadersPolicyId: { Ref: 'Headers' },
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Rewrite', 'FunctionARN'] } },
          ],
        },
      },
    },
  },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Site' },
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: { 'Fn::Sub': placeholders('<Site.Arn>/*') },
          },
        ],
      },
    },
  },
};

let upstream: Listening;
let cloud: Harness;
let listeners: Listeners;
let site: ReturnType<typeof devSite>;
let isOn = true;
const urls = new Map<string, string>();
const base = () => [...urls.values()][0]!;
beforeAll(async () => {
  mkdirSync(output, { recursive: true });
  mkdirSync(settings);
  writeFileSync(join(output, 'index.html'), 'built');
  writeFileSync(join(settings, 'config.json'), '{"apiBaseUrl":"/api"}');
  upstream = await listen(server, 0);
  site = devSite({
    name: 'Vite',
    output,
    begin: () => {},
    ready: Promise.resolve(upstream.port),
    close: async () => {},
  });
  const assets: Record<string, string> = { 'site.zip': output, 'settings.zip': settings };
  const model = { ...modelOf({ test: { Resources: resources } }), asset: (key: string) => assets[key] };
  cloud = await startHarness({ services: [s3, cloudfront], model, devSite: () => (isOn ? site : undefined) });
  listeners = createListeners({ firstPort: 0, rtt: 0, hosts: [], trace: cloud.cloud.trace, urls });
  await listeners.update(cloud.sites());
});
afterAll(async () => {
  await listeners.close();
  await cloud.close();
  site.close();
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  isOn = true;
  asked.splice(0);
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(base() + path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('a dev server behind the bucket', () => {
  it('gives pages, with the functions and the headers of the distribution', async () => {
    const { text, headers } = await get('/orders/7', { accept: 'text/html' });
    expect(text).toBe('<p>page</p>');
    expect(asked.map(({ url }) => url)).toEqual(['/index.html']);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self' 'unsafe-inline'",
    );
    expect((await get('/')).text).toBe('<p>page</p>');
  });

  it('gets the query as the browser sent it, and is asked each time', async () => {
    await get('/src/app.ts?import&t=1');
    const again = await get('/src/app.ts?import&t=1');
    expect(again.text).toBe('module');
    expect(again.headers.get('x-cache')).toBe('Miss from cloudfront');
    expect(asked.map(({ url }) => url)).toEqual(['/src/app.ts?import&t=1', '/src/app.ts?import&t=1']);
  });

  it('is asked for its own paths around the functions', async () => {
    expect((await get('/@vite/client')).text).toBe('client');
  });

  it('is not asked for what the deployment brings', async () => {
    expect((await get('/config.json')).text).toBe('{"apiBaseUrl":"/api"}');
    expect(asked).toEqual([]);
  });

  it('is asked without the prefix of a copy', async () => {
    expect((await get('/next/index.html')).text).toBe('<p>page</p>');
    expect(asked[0]?.url).toBe('/index.html');
  });

  it('has no page for a file that is not there: the bucket answers 403', async () => {
    expect((await get('/missing.png', { accept: 'text/html,image/png,*/*' })).status).toBe(403);
    expect(asked[0]?.headers.accept).toBe('image/png');
  });

  it.each([
    '/../settings/config.json',
    '/assets/../../settings/config.json',
    '/%2e%2e/settings/config.json',
    '/..%2fsettings%2fconfig.json',
    '/..%5c..%5csettings%5cconfig.json',
    '/@fs/../settings/config.json',
    '/next/../../settings/config.json',
    '/%00/index.html',
    '/%E0%A4%A.html',
  ])('is never asked for what lies outside of the site: %s', async (path) => {
    const request = send({ port: new URL(base()).port, host: '127.0.0.1', path }).end();
    const [response] = await once(request, 'response');
    response.resume();
    await once(response, 'end');
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
    expect(asked).toEqual([]);
  });

  it('has no say in other behaviours', async () => {
    expect((await get('/api/x')).status).toBe(502);
    expect(asked).toEqual([]);
  });

  it('that ends within an answer gives a 502, and the next one is whole', async () => {
    expect((await get('/broken.js')).status).toBe(502);
    expect((await get('/')).text).toBe('<p>page</p>');
  });

  it('gives way to the build when it is gone', async () => {
    isOn = false;
    const { text, headers } = await get('/');
    expect(text).toBe('built');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; script-src 'self'");
  });
});

describe('its WebSocket', () => {
  const upgrade = async (path: string, origin: string) => {
    const { port } = new URL(base());
    const request = send({
      port,
      host: '127.0.0.1',
      path,
      headers: { origin, connection: 'Upgrade', upgrade: 'websocket', host: `127.0.0.1:${port}` },
    }).end();
    return Promise.race([
      once(request, 'upgrade').then(([response, socket, head]) => ({
        status: response.statusCode,
        socket,
        head,
      })),
      once(request, 'response').then(([response]) => ({
        status: response.statusCode,
        socket: undefined,
        head: undefined,
      })),
    ]);
  };

  it('passes through the port of the distribution, both ways', async () => {
    const { status, socket, head } = await upgrade('/?token=t', base());
    expect(status).toBe(101);
    let text = String(head);
    socket.on('data', (data: Buffer) => (text += data));
    socket.write('ping');
    while (!text.includes('got ping')) await once(socket, 'data');
    expect(text).toContain(`hello /?token=t http://127.0.0.1:${upstream.port}`);
    socket.destroy();
  });

  it('is closed to pages of other origins, and to other behaviours', async () => {
    expect((await upgrade('/', 'https://evil.example')).status).toBe(403);
    expect((await upgrade('/api/socket', base())).status).toBe(426);
    isOn = false;
    expect((await upgrade('/', base())).status).toBe(426);
  });

  it('ends with the browser', async () => {
    const { port } = new URL(base());
    const socket = connect({ port: Number(port), host: '127.0.0.1' });
    socket.write(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await once(socket, 'data');
    const before = await new Promise<number>((done) => server.getConnections((_, count) => done(count)));
    socket.destroy();
    for (;;) {
      const now = await new Promise<number>((done) => server.getConnections((_, count) => done(count)));
      if (now < before) break;
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(socket.destroyed).toBe(true);
  });
});

describe('the content security policy of its pages', () => {
  it.each([
    ["script-src 'self' 'nonce-abc' 'sha256-x='", "script-src 'self' 'unsafe-inline'"],
    ["style-src 'none'", "style-src 'unsafe-inline'"],
    ["base-uri 'none'", "base-uri 'self'"],
    ["img-src 'self'; frame-ancestors 'none'", "img-src 'self'; frame-ancestors 'none'"],
    ["require-trusted-types-for 'script'; connect-src 'self' https://x", "connect-src 'self' https://x"],
  ])('makes of %s: %s', (policy, expected) => {
    expect(relaxedPolicy(policy)).toBe(expected);
  });
});
