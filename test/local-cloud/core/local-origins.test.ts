import { describe, expect, it } from 'vitest';
import type { HttpResponse, Site } from '../../../src/local-cloud/contract.ts';
import { localiseOrigins, localiseUserPools, localOrigins } from '../../../src/local-cloud/local-origins.ts';
import { requestOf } from '../harness.ts';

const site = (key: string, ...hosts: string[]): Site => ({
  key,
  title: key,
  kind: 'distribution',
  hosts,
  handle: () => Promise.reject(new Error('not asked')),
});
const sites = [
  site('web', 'd1.cloudfront.net', 'shop.example.com'),
  site('api', 'a1.execute-api.eu-west-1.amazonaws.com'),
];
const urls = new Map([
  ['web', 'http://127.0.0.1:4502'],
  ['api', 'http://127.0.0.1:4501'],
  ['endpoint', 'http://127.0.0.1:4500'],
]);
const origins = localOrigins(() => sites, urls);

const answer = (...headers: [string, string][]): HttpResponse => ({
  status: 200,
  headers,
  body: Buffer.alloc(0),
});
const toBrowser = (header: [string, string], origin?: string) =>
  origins.toBrowser(
    answer(header),
    requestOf('http://127.0.0.1:4501/', { headers: origin ? { origin } : {} }),
  ).headers[0]![1];

describe('a request of a browser', () => {
  it.each([
    'http://127.0.0.1:4502',
    'http://localhost:4502',
  ])('from %s comes from the site that the templates know', (origin) => {
    const request = requestOf('http://127.0.0.1:4501/orders', {
      headers: { origin, referer: `${origin}/orders/new` },
    });
    const { headers } = origins.toAws(request);
    expect(Object.fromEntries(headers)).toMatchObject({
      origin: 'https://shop.example.com',
      referer: 'https://shop.example.com/orders/new',
    });
  });

  it('from anywhere else stays as it is', () => {
    const request = requestOf('http://127.0.0.1:4501/', { headers: { origin: 'https://evil.example' } });
    expect(Object.fromEntries(origins.toAws(request).headers).origin).toBe('https://evil.example');
  });
});

describe('an answer to a browser', () => {
  it('allows the very origin that asked', () => {
    const allowed: [string, string] = ['access-control-allow-origin', 'https://shop.example.com'];
    expect(toBrowser(allowed, 'http://localhost:4502')).toBe('http://localhost:4502');
    expect(toBrowser(allowed, 'https://evil.example')).toBe('http://127.0.0.1:4502');
    expect(toBrowser(['access-control-allow-origin', '*'], 'http://localhost:4502')).toBe('*');
  });

  it('redirects to where a site is served', () => {
    expect(toBrowser(['location', 'https://d1.cloudfront.net/x?y=1'])).toBe('http://127.0.0.1:4502/x?y=1');
    expect(toBrowser(['location', 'https://elsewhere.example/x'])).toBe('https://elsewhere.example/x');
  });

  it('adds local sources to a content security policy, by host and by wildcard', () => {
    const policy = (value: string) => toBrowser(['content-security-policy', value]);
    expect(policy("connect-src 'self' https://shop.example.com; img-src 'self'")).toBe(
      "connect-src 'self' https://shop.example.com http://127.0.0.1:4502; img-src 'self'",
    );
    expect(policy('connect-src https://*.execute-api.eu-west-1.amazonaws.com')).toBe(
      'connect-src https://*.execute-api.eu-west-1.amazonaws.com http://127.0.0.1:4501',
    );
    expect(policy('connect-src https://*.example.org')).toBe('connect-src https://*.example.org');
    expect(policy('connect-src https://cognito-idp.eu-west-1.amazonaws.com')).toBe(
      'connect-src https://cognito-idp.eu-west-1.amazonaws.com http://127.0.0.1:4500',
    );
  });
});

it('text gets the local address of every site that it names', () => {
  expect(
    localiseOrigins(
      '{"api":"https://a1.execute-api.eu-west-1.amazonaws.com/dev","docs":"https://example.org"}',
      (host) => (host.startsWith('a1.') ? 'http://127.0.0.1:4501' : undefined),
    ),
  ).toBe('{"api":"http://127.0.0.1:4501/dev","docs":"https://example.org"}');
});

it("text gets the endpoint's address for Cognito's API, which pages call, and keeps the issuers that tokens name", () => {
  const host = 'https://cognito-idp.eu-west-1.amazonaws.com';
  const local = (text: string) => localiseUserPools(text, 'http://127.0.0.1:4500');
  expect(local(`{"cognitoUrl":"${host}","issuer":"${host}/eu-west-1_Pool"}`)).toBe(
    `{"cognitoUrl":"http://127.0.0.1:4500","issuer":"${host}/eu-west-1_Pool"}`,
  );
  expect(local(`${host}/`)).toBe('http://127.0.0.1:4500/');
  expect(local(`${host}.example.org`)).toBe(`${host}.example.org`);
  const china = 'https://cognito-idp.cn-north-1.amazonaws.com.cn';
  expect(local(`${china} ${china}/cn-north-1_Pool`)).toBe(`http://127.0.0.1:4500 ${china}/cn-north-1_Pool`);
});
