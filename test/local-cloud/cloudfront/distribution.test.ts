import { afterEach, describe, expect, it } from 'vitest';
import { distribution, type Fixture, resource, start } from './fixture.ts';

let edge: Fixture;
afterEach(() => edge.close());

const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

describe('a distribution', () => {
  it('serves the root object and files of a private bucket, and 403 for a missing key', async () => {
    edge = await start([distribution('E1', {})]);
    const root = await edge.request('/');
    expect([root.status, root.text, root.header('content-type')]).toEqual([
      200,
      '<h1>shop</h1>',
      'text/html',
    ]);
    expect((await edge.request('/app.js')).header('content-type')).toBe('text/javascript');
    expect((await edge.request('/orders/42')).status).toBe(403);
    expect((await edge.request('/../secret')).status).toBe(403);
  });

  it('refuses a bucket policy that does not name it', async () => {
    edge = await start([distribution('E1', {})]);
    const policy = edge.resources.find(({ type }) => type === 'AWS::S3::BucketPolicy')!;
    policy.properties.PolicyDocument.Statement[0].Condition = {
      StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::1:distribution/other' },
    };
    await edge.redeploy();
    expect((await edge.request('/')).status).toBe(403);
  });

  it('chooses the behaviour by path and refuses methods that it does not allow', async () => {
    edge = await start([distribution('E1', {})]);
    expect((await edge.request('/api/orders', { method: 'POST' })).text).toBe('{"ok":true}');
    expect((await edge.request('/app.js', { method: 'POST' })).status).toBe(403);
    expect(edge.received).toHaveLength(1);
  });

  it('shows its certificate to an origin that is to have one', async () => {
    const clientCertificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/c';
    const one = distribution('E1', {});
    edge = await start([one]);
    await edge.request('/api/orders');
    expect(edge.received[0]?.clientCertificate).toBeUndefined();
    one.properties.DistributionConfig.Origins[1].CustomOriginConfig = {
      OriginMtlsConfig: { ClientCertificateArn: clientCertificateArn },
    };
    await edge.redeploy();
    await edge.request('/api/orders', { clientCertificate: 'a visitor has no say in it' });
    expect(edge.received[1]?.clientCertificate).toBe(clientCertificateArn);
  });

  it('drops what no policy lists, and adds what the origin asks for', async () => {
    edge = await start([distribution('E1', {})]);
    const headers: [string, string][] = [
      ['host', 'shop'],
      ['authorization', 'Bearer x'],
      ['cookie', 'a=1'],
      ['content-type', 'application/json'],
      ['x-own', '1'],
    ];
    await edge.request('/api/orders?page=2', { method: 'POST', headers });
    const [got] = edge.received;
    const seen = Object.fromEntries(got!.headers);
    expect(got!.rawQuery).toBe('');
    expect(seen).toMatchObject({
      host: 'api.example.com',
      'content-type': 'application/json',
      'x-origin-secret': 's3cret',
      'user-agent': 'Amazon CloudFront',
      'x-forwarded-for': '127.0.0.1',
    });
    expect(seen).not.toHaveProperty('authorization');
    expect(seen).not.toHaveProperty('cookie');
    expect(seen).not.toHaveProperty('x-own');
  });

  it('passes everything but the host with the managed policy for APIs', async () => {
    edge = await start([distribution('E1', { api: { OriginRequestPolicyId: allViewerExceptHost } })]);
    const headers: [string, string][] = [
      ['host', 'shop'],
      ['authorization', 'Bearer x'],
      ['cookie', 'a=1; b=2'],
      ['user-agent', 'me'],
    ];
    await edge.request('/api/orders?page=2&empty', { headers });
    const seen = Object.fromEntries(edge.received[0]!.headers);
    expect(edge.received[0]!.rawQuery).toBe('page=2&empty');
    expect(seen).toMatchObject({
      host: 'api.example.com',
      authorization: 'Bearer x',
      cookie: 'a=1; b=2',
      'user-agent': 'me',
    });
  });

  it('replaces errors by its error pages, for every behaviour', async () => {
    const pages = [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }];
    edge = await start([distribution('E1', { CustomErrorResponses: pages })]);
    edge.api = () => ({ status: 403, headers: [], body: Buffer.from('no') });
    expect(await edge.request('/orders/42')).toMatchObject({ status: 200, text: '<h1>shop</h1>' });
    expect(await edge.request('/api/orders')).toMatchObject({ status: 200, text: '<h1>shop</h1>' });
  });

  it('answers 502 for an origin that nothing serves', async () => {
    const Origins = [{ Id: 'site', DomainName: 'nowhere.example.com', CustomOriginConfig: {} }];
    edge = await start([distribution('E1', { Origins })]);
    expect((await edge.request('/')).status).toBe(502);
  });
});

describe('the cache', () => {
  const cached = (parameters: object) =>
    resource('AWS::CloudFront::CachePolicy', 'short', {
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 60,
        MaxTTL: 600,
        ParametersInCacheKeyAndForwardedToOrigin: parameters,
      },
    });
  const byQuery = {
    QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['page'] },
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept-Language'] },
  };

  it('keeps an answer by its key and tells its age', async () => {
    edge = await start([distribution('E1', { api: { CachePolicyId: 'short' } }), cached(byQuery)]);
    expect((await edge.request('/api/list?page=1&x=1')).header('x-cache')).toBe('Miss from cloudfront');
    const hit = await edge.request('/api/list?page=1&x=2');
    expect([hit.header('x-cache'), hit.header('age')]).toEqual(['Hit from cloudfront', '0']);
    await edge.request('/api/list?page=2');
    await edge.request('/api/list?page=1', { headers: [['accept-language', 'de']] });
    expect(edge.received).toHaveLength(3);
  });

  it('keeps nothing that the origin forbids, and nothing of other methods', async () => {
    edge = await start([
      distribution('E1', { api: { CachePolicyId: 'short', AllowedMethods: ['GET', 'HEAD', 'POST'] } }),
      cached(byQuery),
    ]);
    edge.api = () => ({ status: 200, headers: [['cache-control', 'no-store']], body: Buffer.from('x') });
    for (const method of ['GET', 'GET', 'POST', 'POST']) await edge.request('/api/list', { method });
    expect(edge.received).toHaveLength(4);
  });

  it('is emptied by a deployment', async () => {
    edge = await start([distribution('E1', {})]);
    await edge.request('/app.js');
    expect((await edge.request('/app.js')).header('x-cache')).toBe('Hit from cloudfront');
    await edge.redeploy();
    expect((await edge.request('/app.js')).header('x-cache')).toBe('Miss from cloudfront');
  });
});

it('an origin group asks the second origin when the first one answers with a listed status', async () => {
  const groups = {
    Items: [
      {
        Id: 'both',
        FailoverCriteria: { StatusCodes: { Items: [500, 503] } },
        Members: { Items: [{ OriginId: 'api' }, { OriginId: 'site' }] },
      },
    ],
  };
  edge = await start([distribution('E1', { OriginGroups: groups }, { TargetOriginId: 'both' })]);
  edge.api = () => ({ status: 503, headers: [], body: Buffer.from('down') });
  expect(await edge.request('/app.js')).toMatchObject({ status: 200, text: 'run()' });
  edge.api = () => ({ status: 404, headers: [], body: Buffer.from('gone') });
  expect(await edge.request('/index.html')).toMatchObject({ status: 404, text: 'gone' });
});

it('an origin group asks the second origin when the first one is out of reach', async () => {
  const nowhere = { Id: 'api', DomainName: 'nowhere.example', CustomOriginConfig: {} };
  const groups = {
    Items: [
      {
        Id: 'both',
        FailoverCriteria: { StatusCodes: { Items: [500] } },
        Members: { Items: [{ OriginId: 'api' }, { OriginId: 'site' }] },
      },
    ],
  };
  const made = distribution('E1', { OriginGroups: groups }, { TargetOriginId: 'both' });
  made.properties.DistributionConfig.Origins[1] = nowhere;
  edge = await start([made]);
  expect(await edge.request('/app.js')).toMatchObject({ status: 200, text: 'run()' });
});

it('a response headers policy sets security headers and leaves those that the origin set', async () => {
  const policy = resource('AWS::CloudFront::ResponseHeadersPolicy', 'headers', {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 100, IncludeSubdomains: true, Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: false },
      },
      CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: '1', Override: true }] },
      RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
    },
  });
  edge = await start([distribution('E1', { api: { ResponseHeadersPolicyId: 'headers' } }), policy]);
  edge.api = () => ({
    status: 200,
    headers: [
      ['server', 'x'],
      ['x-frame-options', 'SAMEORIGIN'],
    ],
    body: Buffer.alloc(0),
  });
  const answer = await edge.request('/api/x');
  expect(answer.header('content-security-policy')).toBe("default-src 'self'");
  expect(answer.header('strict-transport-security')).toBe('max-age=100; includeSubDomains');
  expect(answer.header('x-frame-options')).toBe('SAMEORIGIN');
  expect(answer.header('x-own')).toBe('1');
  expect(answer.header('server')).toBe('CloudFront');
});

describe('continuous deployment', () => {
  const policy = (TrafficConfig: object) =>
    resource('AWS::CloudFront::ContinuousDeploymentPolicy', 'rollout', {
      ContinuousDeploymentPolicyConfig: {
        Enabled: true,
        StagingDistributionDnsNames: ['E2.cloudfront.net'],
        TrafficConfig,
      },
    });
  const both = () => [
    distribution('E1', { ContinuousDeploymentPolicyId: 'rollout' }),
    distribution('E2', { Staging: true, DefaultRootObject: 'app.js' }),
  ];

  it('leads by header, and the staging distribution refuses direct visits', async () => {
    edge = await start([
      ...both(),
      policy({ Type: 'SingleHeader', SingleHeaderConfig: { Header: 'aws-cf-cd-try', Value: 'yes' } }),
    ]);
    expect((await edge.request('/')).text).toBe('<h1>shop</h1>');
    expect((await edge.request('/', { headers: [['aws-cf-cd-try', 'yes']] })).text).toBe('run()');
    expect((await edge.request('/', { host: 'E2.cloudfront.net' })).status).toBe(403);
  });

  it('leads by weight and keeps a visitor on one side', async () => {
    edge = await start([
      ...both(),
      policy({
        Type: 'SingleWeight',
        SingleWeightConfig: { Weight: 0.15, SessionStickinessConfig: { IdleTTL: 300, MaximumTTL: 600 } },
      }),
    ]);
    let staged = 0;
    for (let visit = 0; visit < 400; visit += 1) {
      const first = await edge.request('/');
      const cookie = first.header('set-cookie')!.split(';')[0]!;
      if (first.text === 'run()') staged += 1;
      if (visit < 20)
        expect((await edge.request('/', { headers: [['cookie', cookie]] })).text).toBe(first.text);
    }
    // 400 draws at 0.15: six standard deviations on either side.
    expect(staged).toBeGreaterThan(17);
    expect(staged).toBeLessThan(103);
  });
});
