import { randomInt } from 'node:crypto';
import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { type HeaderList, headerOf, withHeader, withoutHeader } from './headers.ts';

/** A sampling rate has up to four decimal places. */
const precision = 10_000;
const allMethods = ['GET', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Applies a response headers policy (developer guide, "Understanding response headers policies"). */
export function applyResponseHeaders(
  policy: Properties,
  request: HttpRequest,
  response: HttpResponse,
): HttpResponse {
  const removed: string[] = (policy.RemoveHeadersConfig?.Items ?? []).map(({ Header }: Properties) =>
    Header.toLowerCase(),
  );
  let headers = removed.reduce<HeaderList>(withoutHeader, response.headers);
  // CloudFront puts its own in the place of the origin's.
  if (removed.includes('server')) headers = withHeader(headers, 'server', 'CloudFront');
  headers = withCors(headers, policy.CorsConfig, request);
  headers = withSecurity(headers, policy.SecurityHeadersConfig ?? {});
  for (const { Header, Value, Override } of policy.CustomHeadersConfig?.Items ?? []) {
    headers = put(headers, Header.toLowerCase(), Value, Override);
  }
  return { ...response, headers: withTiming(headers, policy.ServerTimingHeadersConfig, request) };
}

/** CloudFront's metrics, after those of the origin where it was asked: for a sample of the answers, or on demand. */
function withTiming(headers: HeaderList, config: Properties | undefined, request: HttpRequest): HeaderList {
  const demanded = headerOf(request.headers, 'pragma')?.toLowerCase() === 'server-timing';
  const sampled = randomInt(100 * precision) < Number(config?.SamplingRate ?? 0) * precision;
  if (!config?.Enabled || !(demanded || sampled)) return headers;
  const [how = 'Miss'] = (headerOf(headers, 'x-cache') ?? '').split(' ');
  const metric =
    how === 'Hit' ? 'cdn-cache-hit' : how === 'RefreshHit' ? 'cdn-cache-refresh' : 'cdn-cache-miss';
  const own = `${metric},cdn-pop;desc="LOCAL-P1",cdn-rid;desc="${request.traceId}"`;
  const before = how === 'Hit' ? undefined : headerOf(headers, 'server-timing');
  return withHeader(headers, 'server-timing', before ? `${before},${own}` : own);
}

function withSecurity(headers: HeaderList, config: Properties): HeaderList {
  const set = (list: HeaderList, name: string, part: Properties | undefined, value: () => string) =>
    part ? put(list, name, value(), part.Override) : list;
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy } = config;
  let all = set(
    headers,
    'content-security-policy',
    ContentSecurityPolicy,
    () => ContentSecurityPolicy.ContentSecurityPolicy,
  );
  all = set(all, 'x-content-type-options', ContentTypeOptions, () => 'nosniff');
  all = set(all, 'x-frame-options', FrameOptions, () => FrameOptions.FrameOption);
  all = set(all, 'referrer-policy', ReferrerPolicy, () => ReferrerPolicy.ReferrerPolicy);
  all = set(all, 'strict-transport-security', config.StrictTransportSecurity, () =>
    hsts(config.StrictTransportSecurity),
  );
  return set(all, 'x-xss-protection', config.XSSProtection, () => xss(config.XSSProtection));
}

function hsts({ AccessControlMaxAgeSec, IncludeSubdomains, Preload }: Properties): string {
  return [`max-age=${AccessControlMaxAgeSec}`, IncludeSubdomains && 'includeSubDomains', Preload && 'preload']
    .filter(Boolean)
    .join('; ');
}

function xss({ Protection, ModeBlock, ReportUri }: Properties): string {
  if (!Protection) return '0';
  return ['1', ModeBlock && 'mode=block', ReportUri && `report=${ReportUri}`].filter(Boolean).join('; ');
}

/** CORS headers answer only requests that carry an Origin that the policy allows. */
function withCors(headers: HeaderList, config: Properties | undefined, request: HttpRequest): HeaderList {
  const origin = headerOf(request.headers, 'origin');
  if (!config || origin === undefined) return headers;
  const allowed: string[] = config.AccessControlAllowOrigins?.Items ?? [];
  const answer = allowed.includes('*') ? '*' : allowed.find((item) => originMatches(item, origin)) && origin;
  if (!answer) return headers;
  const override = config.OriginOverride === true;
  const listed = (value: Properties | undefined) => (value?.Items ?? []).join(', ');
  const entries: [string, string][] = [
    ['access-control-allow-origin', answer],
    ['access-control-allow-credentials', config.AccessControlAllowCredentials ? 'true' : ''],
    ['access-control-expose-headers', listed(config.AccessControlExposeHeaders)],
  ];
  if (request.method === 'OPTIONS') {
    entries.push(
      ['access-control-allow-methods', methodsOf(config.AccessControlAllowMethods)],
      ['access-control-allow-headers', listed(config.AccessControlAllowHeaders)],
      ['access-control-max-age', String(config.AccessControlMaxAgeSec ?? '')],
    );
  }
  return entries
    .filter(([, value]) => value !== '')
    .reduce((list, [name, value]) => put(list, name, value, override), headers);
}

/** `ALL` stands for every method that CloudFront knows. */
function methodsOf(value: Properties | undefined): string {
  const methods: string[] = value?.Items ?? [];
  return (methods.includes('ALL') ? allMethods : methods).join(', ');
}

/** `https://*.example.com` allows every subdomain. */
function originMatches(pattern: string, origin: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined ? pattern === origin : origin.startsWith(start) && origin.endsWith(end);
}

function put(headers: HeaderList, name: string, value: string, override: unknown): HeaderList {
  if (override !== true && headerOf(headers, name) !== undefined) return headers;
  return withHeader(headers, name, value);
}
