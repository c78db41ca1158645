import type { HttpRequest } from '../contract.ts';
import type { Behaviour } from './distribution.ts';
import { cookiesOf, type HeaderList, headerOf, queryPairs, queryText, withHeader } from './headers.ts';
import type { Origin } from './origin.ts';
import { passes } from './policies.ts';

/** What CloudFront passes on whatever the policies say (developer guide, "HTTP request headers and behavior"). */
const alwaysForwarded = [
  'content-type',
  'content-length',
  'content-encoding',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'x-forwarded-for',
];
/** What it never passes on from a viewer. */
const neverForwarded = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'via',
];
/** Values of the headers that CloudFront adds when a policy lists them. */
const added: Record<string, (request: HttpRequest) => string> = {
  'cloudfront-forwarded-proto': () => 'https',
  'cloudfront-is-desktop-viewer': () => 'true',
  'cloudfront-is-mobile-viewer': () => 'false',
  'cloudfront-is-smarttv-viewer': () => 'false',
  'cloudfront-is-tablet-viewer': () => 'false',
  'cloudfront-viewer-address': ({ sourceIp }) => `${sourceIp}:0`,
  // A visitor of a laptop is where they say.
  'cloudfront-viewer-country': ({ headers }) => headerOf(headers, 'cloudfront-viewer-country') ?? 'ZZ',
  'cloudfront-viewer-http-version': () => '2.0',
  'cloudfront-viewer-tls': () => 'TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake',
};

/**
 * The request as an origin gets it: only what the cache policy and the origin request policy name. What is in
 * neither, Authorization, cookies and query strings too, does not arrive.
 */
export function toOrigin(viewer: HttpRequest, { cache, originRequest }: Behaviour): HttpRequest {
  const wanted = (name: string) =>
    !neverForwarded.includes(name) &&
    (alwaysForwarded.includes(name) ||
      passes(cache.headers, name) ||
      (originRequest !== undefined && passes(originRequest.headers, name)));
  let headers: HeaderList = viewer.headers.filter(([name]) => name !== 'cookie' && wanted(name));
  const cookies = cookiesOf(viewer.headers).filter(
    ([name]) =>
      passes(cache.cookies, name) || (originRequest !== undefined && passes(originRequest.cookies, name)),
  );
  if (cookies.length > 0)
    headers.push(['cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')]);
  for (const name of [...cache.headers.names, ...(originRequest?.added ?? [])].map((item) =>
    item.toLowerCase(),
  )) {
    const value = added[name]?.(viewer);
    if (value !== undefined) headers = withHeader(headers, name, value);
  }
  const forwarded = headerOf(viewer.headers, 'x-forwarded-for');
  headers = withHeader(
    headers,
    'x-forwarded-for',
    forwarded ? `${forwarded}, ${viewer.sourceIp}` : viewer.sourceIp,
  );
  if (headerOf(headers, 'user-agent') === undefined) headers.push(['user-agent', 'Amazon CloudFront']);
  headers.push(['via', '2.0 local.cloudfront.net (CloudFront)'], ['x-amz-cf-id', viewer.traceId]);
  const query = queryPairs(viewer.rawQuery).filter(
    ([name]) =>
      passes(cache.query, name) || (originRequest !== undefined && passes(originRequest.query, name)),
  );
  return { ...viewer, headers, rawQuery: queryText(query) };
}

/** The request with the host of its origin, unless the viewer's is forwarded; a bucket knows only its own. */
export function withHost(request: HttpRequest, { s3, domainName, hostHeader }: Origin): HttpRequest {
  const viewerHost = s3 ? undefined : headerOf(request.headers, 'host');
  const host = hostHeader ?? viewerHost ?? domainName;
  return { ...request, headers: withHeader(request.headers, 'host', host) };
}

/** The request addressed to one origin, whose host it has: path and headers of the origin. */
export function addressTo(request: HttpRequest, origin: Origin): HttpRequest {
  const host = origin.s3 ? origin.domainName : (headerOf(request.headers, 'host') ?? origin.domainName);
  const headers = origin.customHeaders.reduce(
    (list, [name, value]) => withHeader(list, name, value),
    withHeader(request.headers, 'host', host),
  );
  return {
    ...request,
    scheme: 'https',
    host: origin.domainName,
    path: origin.path + request.path,
    headers,
    clientCertificate: origin.clientCertificate,
  };
}
