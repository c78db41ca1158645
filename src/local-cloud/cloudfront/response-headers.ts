import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { type HeaderList, headerOf, withHeader, withoutHeader } from './headers.ts';

/** Applies a response headers policy (developer guide, "Understanding response headers policies"). */
export function applyResponseHeaders(
  policy: Properties,
  request: HttpRequest,
  response: HttpResponse,
): HttpResponse {
  let headers = response.headers;
  for (const { Header } of policy.RemoveHeadersConfig?.Items ?? [])
    headers = withoutHeader(headers, Header.toLowerCase());
  headers = withCors(headers, policy.CorsConfig, request);
  headers = withSecurity(headers, policy.SecurityHeadersConfig ?? {});
  for (const { Header, Value, Override } of policy.CustomHeadersConfig?.Items ?? []) {
    headers = put(headers, Header.toLowerCase(), Value, Override);
  }
  if (policy.ServerTimingHeadersConfig?.Enabled)
    headers = withHeader(headers, 'server-timing', 'cdn-pop;desc="LOCAL"');
  return { ...response, headers };
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
      ['access-control-allow-methods', listed(config.AccessControlAllowMethods)],
      ['access-control-allow-headers', listed(config.AccessControlAllowHeaders)],
      ['access-control-max-age', String(config.AccessControlMaxAgeSec ?? '')],
    );
  }
  return entries
    .filter(([, value]) => value !== '')
    .reduce((list, [name, value]) => put(list, name, value, override), headers);
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
