import { describe, expect, it } from 'vitest';
import { managedResponseHeadersPolicies } from '../../../src/local-cloud/cloudfront/managed-policies.ts';
import { applyResponseHeaders } from '../../../src/local-cloud/cloudfront/response-headers.ts';
import type { HttpRequest, Properties } from '../../../src/local-cloud/contract.ts';

type Headers = Record<string, string>;
const apply = (policy: Properties, sent: Headers = {}, origin: Headers = {}, method = 'GET'): Headers => {
  const request: HttpRequest = {
    method,
    scheme: 'https',
    host: 'shop.example.com',
    path: '/',
    rawQuery: '',
    headers: Object.entries(sent),
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
    traceId: 'Root=1-1',
  };
  const response = { status: 200, headers: Object.entries(origin), body: Buffer.alloc(0) };
  return Object.fromEntries(applyResponseHeaders(policy, request, response).headers);
};
const from = (origin: string) => ({ origin });

describe('CORS', () => {
  const cors = (more: Properties = {}) => ({
    CorsConfig: {
      AccessControlAllowOrigins: { Items: ['https://app.example.com', 'https://*.example.org'] },
      AccessControlAllowHeaders: { Items: ['Authorization', 'X-Own'] },
      AccessControlAllowMethods: { Items: ['GET', 'POST'] },
      AccessControlExposeHeaders: { Items: ['ETag'] },
      AccessControlAllowCredentials: true,
      AccessControlMaxAgeSec: 600,
      OriginOverride: true,
      ...more,
    },
  });
  const simple = (origin: string) => ({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'ETag',
  });

  it.each([
    ['https://app.example.com', true],
    ['https://a.example.org', true],
    ['https://a.b.example.org', true],
    ['https://example.org', false],
    ['http://app.example.com', false],
    ['https://app.example.com.evil.example', false],
    ['https://evil.example', false],
  ])('answers a request of %s: %s', (origin, allowed) => {
    expect(apply(cors(), from(origin))).toEqual(allowed ? simple(origin) : {});
  });

  it('says nothing to who has no origin', () => {
    expect(apply(cors())).toEqual({});
  });

  it('tells a preflight what else is allowed', () => {
    expect(apply(cors(), from('https://app.example.com'), {}, 'OPTIONS')).toEqual({
      ...simple('https://app.example.com'),
      'access-control-allow-headers': 'Authorization, X-Own',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '600',
    });
  });

  it('has a word for all methods', () => {
    const policy = cors({ AccessControlAllowMethods: { Items: ['ALL'] } });
    const answer = apply(policy, from('https://app.example.com'), {}, 'OPTIONS');
    expect(answer['access-control-allow-methods']!.split(', ').sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
    ]);
  });

  it.each([
    [true, 'https://app.example.com'],
    [false, '*'],
  ])('overrides what the origin says: %s', (OriginOverride, expected) => {
    const answer = apply(cors({ OriginOverride }), from('https://app.example.com'), {
      'access-control-allow-origin': '*',
    });
    expect(answer['access-control-allow-origin']).toBe(expected);
  });
});

describe('managed policies', () => {
  const security = {
    'referrer-policy': 'strict-origin-when-cross-origin',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'x-xss-protection': '1; mode=block',
  };
  const any = { 'access-control-allow-origin': '*' };
  const exposed = { ...any, 'access-control-expose-headers': '*' };
  const preflight = {
    ...exposed,
    'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
  };
  it.each<[string, string, Headers, Headers]>([
    ['SecurityHeadersPolicy', '67f7725c-6f97-4210-82d7-5512b31e9d03', security, security],
    [
      'SimpleCORS',
      '60669652-455b-4ae9-85a4-c4c02393f86c',
      any,
      { ...any, 'access-control-allow-methods': 'GET' },
    ],
    ['CORS-With-Preflight', '5cc3b908-e619-4b99-88e5-2cf7f45965bd', exposed, preflight],
    [
      'CORS-and-SecurityHeadersPolicy',
      'e61eb60c-9c35-4d20-a928-2b84e02af89c',
      { ...any, ...security },
      { ...any, ...security, 'access-control-allow-methods': 'GET' },
    ],
    [
      'CORS-with-preflight-and-SecurityHeadersPolicy',
      'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
      { ...exposed, ...security },
      { ...preflight, ...security },
    ],
  ])('%s', (_, id, get, options) => {
    const policy = managedResponseHeadersPolicies[id]!;
    expect(apply(policy, from('https://a.example'))).toEqual(get);
    expect(apply(policy, from('https://a.example'), {}, 'OPTIONS')).toEqual(options);
  });

  it('leave the security headers of the origin, but for the one about types', () => {
    const origin = { 'x-frame-options': 'DENY', 'x-content-type-options': 'other' };
    expect(
      apply(managedResponseHeadersPolicies['67f7725c-6f97-4210-82d7-5512b31e9d03']!, {}, origin),
    ).toEqual({
      ...security,
      'x-frame-options': 'DENY',
    });
  });
});

describe('security headers', () => {
  it.each<[Properties, Headers]>([
    [{ XSSProtection: { Protection: false, Override: true } }, { 'x-xss-protection': '0' }],
    [{ XSSProtection: { Protection: true, Override: true } }, { 'x-xss-protection': '1' }],
    [
      { XSSProtection: { Protection: true, ReportUri: 'https://r.example', Override: true } },
      { 'x-xss-protection': '1; report=https://r.example' },
    ],
    [
      { StrictTransportSecurity: { AccessControlMaxAgeSec: 1, Preload: true, IncludeSubdomains: true } },
      { 'strict-transport-security': 'max-age=1; includeSubDomains; preload' },
    ],
  ])('%j', (SecurityHeadersConfig, expected) => {
    expect(apply({ SecurityHeadersConfig })).toEqual(expected);
  });
});

describe('headers taken away', () => {
  it('come back where the policy adds them, and Server as CloudFront', () => {
    const policy = {
      RemoveHeadersConfig: { Items: [{ Header: 'X-Powered-By' }, { Header: 'Server' }, { Header: 'X-Own' }] },
      CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: 'ours', Override: false }] },
    };
    expect(apply(policy, {}, { 'x-powered-by': 'p', server: 'AmazonS3', 'x-own': 'theirs' })).toEqual({
      server: 'CloudFront',
      'x-own': 'ours',
    });
  });
});

describe('Server-Timing', () => {
  const timing = (SamplingRate: number, sent: Headers, origin: Headers) =>
    apply({ ServerTimingHeadersConfig: { Enabled: true, SamplingRate } }, sent, origin)['server-timing'];
  const own = 'cdn-pop;desc="LOCAL-P1",cdn-rid;desc="Root=1-1"';

  it.each([
    ['Miss', `db;dur=5,cdn-cache-miss,${own}`],
    ['Hit', `cdn-cache-hit,${own}`],
    ['RefreshHit', `db;dur=5,cdn-cache-refresh,${own}`],
  ])('tells of a %s', (how, expected) => {
    const origin = { 'x-cache': `${how} from cloudfront`, 'server-timing': 'db;dur=5' };
    expect(timing(100, {}, origin)).toBe(expected);
  });

  it('is there for a sample, or on demand', () => {
    expect(timing(0, {}, {})).toBeUndefined();
    expect(timing(0, { pragma: 'server-timing' }, {})).toBe(`cdn-cache-miss,${own}`);
    const off = { ServerTimingHeadersConfig: { Enabled: false, SamplingRate: 100 } };
    expect(apply(off, { pragma: 'server-timing' })).toEqual({});
  });
});
