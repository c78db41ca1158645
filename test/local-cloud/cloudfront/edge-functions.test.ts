import { afterEach, describe, expect, it } from 'vitest';
import { distribution, type Fixture, resource, start } from './fixture.ts';
import { cloudfrontFunction, onViewer } from './functions.ts';

let edge: Fixture;
afterEach(() => edge.close());

describe('a CloudFront Function', () => {
  it('rewrites the request', async () => {
    const code = `function handler(event) {
      var request = event.request;
      if (!request.uri.includes('.')) request.uri = '/index.html';
      return request;
    }`;
    edge = await start([distribution('E1', {}, onViewer('viewer-request')), cloudfrontFunction(code)]);
    expect(await edge.request('/orders/42')).toMatchObject({ status: 200, text: '<h1>shop</h1>' });
  });

  it('answers in place of the origin, with cookies', async () => {
    const code = `function handler(event) {
      return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/login?from=' + event.request.uri } },
        cookies: { seen: { value: '1', attributes: 'Secure; HttpOnly' } } };
    }`;
    edge = await start([distribution('E1', {}, onViewer('viewer-request')), cloudfrontFunction(code)]);
    const answer = await edge.request('/a');
    expect([answer.status, answer.header('location'), answer.header('set-cookie')]).toEqual([
      302,
      '/login?from=/a',
      'seen=1; Secure; HttpOnly',
    ]);
    expect(answer.header('x-cache')).toBe('FunctionGeneratedResponse from cloudfront');
  });

  it('reads query, cookies and headers as documented and changes the response', async () => {
    const code = `function handler(event) {
      var response = event.response;
      response.headers['x-seen'] = { value: JSON.stringify([event.request.querystring.a, event.request.cookies.c.value, event.request.headers.accept.value]) };
      return response;
    }`;
    edge = await start([distribution('E1', {}, onViewer('viewer-response')), cloudfrontFunction(code)]);
    const answer = await edge.request('/app.js?a=1&a=2', {
      headers: [
        ['cookie', 'c=3'],
        ['accept', '*/*'],
      ],
    });
    expect(JSON.parse(answer.header('x-seen')!)).toEqual([
      { value: '1', multiValue: [{ value: '1' }, { value: '2' }] },
      '3',
      '*/*',
    ]);
    expect(answer.text).toBe('run()');
  });

  it('sees names of cookies in lower case, and the origin those that the viewer sent', async () => {
    const code = `function handler(event) {
      event.request.headers['x-seen'] = { value: Object.keys(event.request.cookies).join() };
      return event.request;
    }`;
    const forward = { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' };
    edge = await start([
      distribution('E1', { api: { ...onViewer('viewer-request'), ...forward } }),
      cloudfrontFunction(code),
    ]);
    await edge.request('/api/x', { headers: [['cookie', '__Host-Session=1']] });
    const { headers } = edge.received[0]!;
    expect(headers.find(([name]) => name === 'x-seen')?.[1]).toBe('__host-session');
    expect(headers.find(([name]) => name === 'cookie')?.[1]).toBe('__Host-Session=1');
  });

  it('reads a key value store, whose values change without a deploy', async () => {
    const code = `import cf from 'cloudfront';
      const store = cf.kvs();
      async function handler(event) {
        event.request.uri = await store.get('page');
        return event.request;
      }`;
    const store = resource('AWS::CloudFront::KeyValueStore', 'kvs', {}, { Arn: 'arn:kvs', Id: 'id-1' });
    edge = await start([
      distribution('E1', {}, onViewer('viewer-request')),
      cloudfrontFunction(code, ['arn:kvs']),
      store,
    ]);
    const call = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
      edge.rooms.cloudfront!.aws!['cloudfront-keyvaluestore']!({
        service: 'cloudfront-keyvaluestore',
        region: 'us-east-1',
        action: '',
        method,
        path: `/key-value-stores/arn%3Akvs${path}`,
        query: new URLSearchParams(),
        headers,
        body: Buffer.from(body),
        caller: {},
      });
    const put = async (value: string) => {
      const { headers } = await call('GET', '');
      await call('PUT', '/keys/page', JSON.stringify({ Value: value }), { 'if-match': headers!.etag! });
    };
    expect((await edge.request('/x')).status).toBe(503);
    await put('/app.js');
    expect((await edge.request('/x')).text).toBe('run()');
    await put('/index.html');
    expect((await edge.request('/x')).text).toBe('<h1>shop</h1>');
    await expect(call('PUT', '/keys/page', '{"Value":"y"}', { 'if-match': 'old' })).rejects.toThrow(
      'If-Match',
    );
  });

  it('names a store whose import has changed, as CloudFormation would refuse that, and keeps its values', async () => {
    const store = (source: string) =>
      resource(
        'AWS::CloudFront::KeyValueStore',
        'kvs',
        { ImportSource: { SourceType: 'S3', SourceArn: `arn:aws:s3:::assets/${source}.json` } },
        { Arn: 'arn:kvs', Id: 'id-1' },
      );
    edge = await start([distribution('E1', {}), store('one')]);
    const notices = () => edge.traces.filter(({ kind }) => kind === 'notice').map(({ text }) => text);
    await edge.redeploy();
    expect(notices()).toEqual([]);
    edge.resources.splice(1, 1, store('two'));
    await edge.redeploy();
    expect(notices()).toEqual([expect.stringContaining('ImportSource has changed')]);
  });

  it.each([
    ['throws', 'function handler() { throw new Error("oops"); }'],
    ['never ends', 'function handler() { for (;;) {} }'],
    ['reaches for Node.js', 'function handler() { process.exit(1); }'],
  ])('that %s gives 503 and the next visit works', async (_, code) => {
    edge = await start([distribution('E1', {}, onViewer('viewer-request')), cloudfrontFunction(code)]);
    expect((await edge.request('/')).status).toBe(503);
    expect((await edge.request('/api/x')).status).toBe(200);
  });
});

describe('Lambda@Edge', () => {
  const on = (...events: string[]) => ({
    LambdaFunctionAssociations: events.map((EventType) => ({
      EventType,
      LambdaFunctionARN: `arn:${EventType}`,
      IncludeBody: true,
    })),
  });

  it('answers in place of the origin', async () => {
    edge = await start([distribution('E1', {}, on('viewer-request'))]);
    edge.lambdas.set('arn:viewer-request', () => ({
      status: '401',
      statusDescription: 'Unauthorized',
      headers: { 'www-authenticate': [{ key: 'WWW-Authenticate', value: 'Basic' }] },
      body: 'no',
    }));
    const answer = await edge.request('/');
    expect([answer.status, answer.text, answer.header('www-authenticate'), answer.header('x-cache')]).toEqual(
      [401, 'no', 'Basic', 'LambdaGeneratedResponse from cloudfront'],
    );
  });

  it('chooses another origin at origin-request', async () => {
    edge = await start([distribution('E1', {}, on('origin-request'))]);
    edge.lambdas.set('arn:origin-request', ({ Records }) => {
      const { request } = Records[0].cf;
      request.origin = { custom: { domainName: 'api.example.com', path: '/v2', customHeaders: {} } };
      return request;
    });
    expect((await edge.request('/app.js')).text).toBe('{"ok":true}');
    expect(edge.received[0]!.path).toBe('/v2/app.js');
  });

  it.each([
    ['sets a disallowed header', { status: '200', headers: { 'x-edge-own': [{ value: '1' }] } }],
    ['returns nonsense', { hello: 'world' }],
    ['returns nothing', null],
    ['answers with a status that is none', { status: 'ok' }],
    ['answers with too large a body', { status: '200', body: 'x'.repeat(41 * 1024) }],
  ])('that %s gives 502', async (_, result) => {
    edge = await start([distribution('E1', {}, on('viewer-request'))]);
    edge.lambdas.set('arn:viewer-request', () => result);
    expect((await edge.request('/')).status).toBe(502);
  });
});
