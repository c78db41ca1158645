import { afterEach, describe, expect, it } from 'vitest';
import {
  managedCachePolicies,
  managedOriginRequestPolicies,
  managedResponseHeadersPolicies,
} from '../../../src/local-cloud/cloudfront/managed-policies.ts';
import type { Properties, Resource } from '../../../src/local-cloud/contract.ts';
import { distribution, type Fixture, resource, start } from './fixture.ts';

let edge: Fixture;
afterEach(() => edge.close());

const begin = async (api: Properties, ...extra: Resource[]) => {
  edge = await start([distribution('E1', { api }), ...extra]);
};
const sent: [string, string][] = [
  ['host', 'shop.example.com'],
  ['accept-language', 'de'],
  ['authorization', 'Bearer x'],
  ['origin', 'https://app.example.com'],
  ['referer', 'https://app.example.com/a'],
  ['user-agent', 'me'],
  ['x-own', '1'],
  ['cookie', 'a=1; b=2'],
];
/** What the origin got of what a viewer may choose. */
const arrived = async (query = 'p=1&q=2') => {
  await edge.request(`/api/x?${query}`, { headers: sent });
  const { headers, rawQuery } = edge.received.at(-1)!;
  const always = ['via', 'x-amz-cf-id', 'x-forwarded-for', 'x-origin-secret'];
  return {
    headers: Object.fromEntries(headers.filter(([name]) => !always.includes(name))),
    query: rawQuery,
  };
};
const own = { host: 'api.example.com', 'user-agent': 'Amazon CloudFront' };

describe('an origin request policy', () => {
  const policy = (headers: Properties, cookies: Properties = {}, query: Properties = {}) =>
    resource('AWS::CloudFront::OriginRequestPolicy', 'forward', {
      OriginRequestPolicyConfig: {
        HeadersConfig: headers,
        CookiesConfig: { CookieBehavior: 'none', ...cookies },
        QueryStringsConfig: { QueryStringBehavior: 'none', ...query },
      },
    });
  const none = { HeaderBehavior: 'none' };
  it.each<[string, Resource, Properties, string]>([
    ['none', policy(none), own, ''],
    [
      'listed headers',
      policy({ HeaderBehavior: 'whitelist', Headers: ['Accept-Language', 'X-Own', 'X-Absent'] }),
      { ...own, 'accept-language': 'de', 'x-own': '1' },
      '',
    ],
    [
      'the host of the viewer',
      policy({ HeaderBehavior: 'whitelist', Headers: ['Host'] }),
      { ...own, host: 'shop.example.com' },
      '',
    ],
    [
      'CloudFront headers',
      policy({
        HeaderBehavior: 'whitelist',
        Headers: ['CloudFront-Viewer-Country', 'CloudFront-Is-Desktop-Viewer', 'CloudFront-Viewer-Address'],
      }),
      {
        ...own,
        'cloudfront-viewer-country': 'ZZ',
        'cloudfront-is-desktop-viewer': 'true',
        'cloudfront-viewer-address': '127.0.0.1:0',
      },
      '',
    ],
    [
      'all headers but some',
      policy({ HeaderBehavior: 'allExcept', Headers: ['Host', 'Authorization', 'Referer', 'Origin'] }),
      { host: 'api.example.com', 'accept-language': 'de', 'user-agent': 'me', 'x-own': '1' },
      '',
    ],
    [
      'listed cookies',
      policy(none, { CookieBehavior: 'whitelist', Cookies: ['b', 'c'] }),
      { ...own, cookie: 'b=2' },
      '',
    ],
    [
      'all cookies but some',
      policy(none, { CookieBehavior: 'allExcept', Cookies: ['b'] }),
      { ...own, cookie: 'a=1' },
      '',
    ],
    [
      'listed parameters',
      policy(none, {}, { QueryStringBehavior: 'whitelist', QueryStrings: ['q'] }),
      own,
      'q=2',
    ],
    [
      'all parameters but some',
      policy(none, {}, { QueryStringBehavior: 'allExcept', QueryStrings: ['q'] }),
      own,
      'p=1',
    ],
  ])('passes on %s', async (_, forward, headers, query) => {
    await begin({ OriginRequestPolicyId: 'forward' }, forward);
    expect(await arrived()).toEqual({ headers, query });
  });
});

describe('a managed origin request policy', () => {
  const cors = { origin: 'https://app.example.com' };
  const viewer = Object.fromEntries(sent);
  it.each<[string, string, Properties, string]>([
    ['AllViewer', '216adef6-5c7f-47e4-b989-5492eafa07d3', viewer, 'p=1&q=2'],
    [
      'AllViewerExceptHostHeader',
      'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      { ...viewer, host: 'api.example.com' },
      'p=1&q=2',
    ],
    ['CORS-CustomOrigin', '59781a5b-3903-41f3-afcb-af62929ccde1', { ...own, ...cors }, ''],
    ['CORS-S3Origin', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', { ...own, ...cors }, ''],
    [
      'Elemental-MediaTailor-PersonalizedManifests',
      '775133bc-15f2-49f9-abea-afb2e0bf67d2',
      { ...own, ...cors, 'user-agent': 'me' },
      'p=1&q=2',
    ],
    ['HostHeaderOnly', 'bf0718e1-ba1e-49d1-88b1-f726733018ae', { ...own, host: 'shop.example.com' }, ''],
    [
      'UserAgentRefererHeaders',
      'acba4595-bd28-49b8-b9fe-13317c0390fa',
      { ...own, 'user-agent': 'me', referer: 'https://app.example.com/a' },
      '',
    ],
  ])('%s', async (_, OriginRequestPolicyId, headers, query) => {
    await begin({ OriginRequestPolicyId });
    expect(await arrived()).toEqual({ headers, query });
  });

  it('AllViewerAndCloudFrontHeaders-2022-06 adds what is known of a visitor', async () => {
    await begin({ OriginRequestPolicyId: '33f36d7e-f396-46d9-90e0-52428a34d9dc' });
    expect((await arrived()).headers).toMatchObject({
      ...viewer,
      'cloudfront-forwarded-proto': 'https',
      'cloudfront-is-mobile-viewer': 'false',
      'cloudfront-viewer-country': 'ZZ',
    });
  });

  it('is known, as are the other managed policies, whichever CDK has', async () => {
    const { CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy } = await import(
      'aws-cdk-lib/aws-cloudfront'
    );
    // CDK's decorators put a class between, so that its statics are inherited.
    const idsOf = (kind: object, id: string): string[] =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(kind)).flatMap(
        (name) => (kind as Properties)[name]?.[id] ?? [],
      );
    expect(Object.keys(managedCachePolicies)).toEqual(
      expect.arrayContaining(idsOf(CachePolicy, 'cachePolicyId')),
    );
    expect(Object.keys(managedOriginRequestPolicies)).toEqual(
      expect.arrayContaining(idsOf(OriginRequestPolicy, 'originRequestPolicyId')),
    );
    expect(Object.keys(managedResponseHeadersPolicies)).toEqual(
      expect.arrayContaining(idsOf(ResponseHeadersPolicy, 'responseHeadersPolicyId')),
    );
    expect(idsOf(CachePolicy, 'cachePolicyId').length).toBeGreaterThan(6);
    await begin({});
  });
});

describe('the cache key', () => {
  const hits = async (
    one: Partial<Parameters<Fixture['request']>[1]>,
    other: typeof one,
    query = ['', ''],
  ) => {
    await edge.request(`/api/x${query[0]}`, one);
    const second = await edge.request(`/api/x${query[1]}`, other);
    return second.header('x-cache') === 'Hit from cloudfront';
  };
  const as = (cookie: string) => ({ headers: [['cookie', cookie] as [string, string]] });
  const policy = (parameters: Properties) =>
    resource('AWS::CloudFront::CachePolicy', 'keyed', {
      CachePolicyConfig: { ParametersInCacheKeyAndForwardedToOrigin: parameters },
    });

  it('holds the cookies that the policy lists, and no others', async () => {
    const CookiesConfig = { CookieBehavior: 'whitelist', Cookies: ['a'] };
    await begin({ CachePolicyId: 'keyed' }, policy({ CookiesConfig }));
    expect(await hits(as('a=1; b=1'), as('b=2; a=1'))).toBe(true);
    expect(await hits(as('a=2'), as('a=3'))).toBe(false);
  });

  it('holds all cookies but those that the policy excepts', async () => {
    const CookiesConfig = { CookieBehavior: 'allExcept', Cookies: ['b'] };
    await begin({ CachePolicyId: 'keyed' }, policy({ CookiesConfig }));
    expect(await hits(as('a=1; b=1'), as('a=1; b=2'))).toBe(true);
    expect(await hits(as('a=1'), as('a=1; c=1'))).toBe(false);
  });

  it('keeps users apart whose headers are all forwarded: nothing is kept', async () => {
    const ForwardedValues = { QueryString: false, Headers: ['*'] };
    await begin({ CachePolicyId: undefined, ForwardedValues });
    const user = (name: string) => ({ headers: [['authorization', name] as [string, string]] });
    expect(await hits(user('one'), user('two'))).toBe(false);
    expect(edge.received.map(({ headers }) => Object.fromEntries(headers).authorization)).toEqual([
      'one',
      'two',
    ]);
  });

  it('holds the legacy query keys alone, while the origin gets all of the query', async () => {
    const ForwardedValues = { QueryString: true, QueryStringCacheKeys: ['p'] };
    await begin({ CachePolicyId: undefined, ForwardedValues });
    expect(await hits({}, {}, ['?p=1&q=1', '?p=1&q=2'])).toBe(true);
    expect(edge.received[0]!.rawQuery).toBe('p=1&q=1');
    expect(await hits({}, {}, ['?p=2', '?p=3'])).toBe(false);
  });
});
