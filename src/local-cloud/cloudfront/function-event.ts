import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { STATUS_CODES } from '../node-http.ts';
import type { ViewerEvent } from './distribution.ts';
import { changedHeaders, refuseDisallowed, visible } from './edge-headers.ts';
import { checkRequest, checkResponse } from './function-result.ts';
import { cookiesOf, type HeaderList, queryPairs, queryText, withoutHeader } from './headers.ts';

/*
 * The event of CloudFront Functions (developer guide, "CloudFront Functions event structure"): names in lower case,
 * repeats in `multiValue`, cookies and query string apart from the headers.
 */

type Multi = Record<string, { value: string; multiValue?: { value: string }[]; attributes?: string }>;

/** What CloudFront tells a function besides the request and response. */
export interface FunctionContext {
  distributionDomainName: string;
  distributionId: string;
  eventType: ViewerEvent;
  requestId: string;
}

/** The whole event; `response` only after the cache. */
export function functionEvent(
  context: FunctionContext,
  request: HttpRequest,
  response?: HttpResponse,
): Properties {
  return {
    version: '1.0',
    context,
    viewer: { ip: request.sourceIp },
    request: functionRequest(request),
    ...(response ? { response: functionResponse(response) } : {}),
  };
}

/** `event.request` of an HTTP request; names of cookies are in lower case too. */
function functionRequest(request: HttpRequest): Properties {
  return {
    method: request.method,
    uri: request.path,
    querystring: multi(queryPairs(request.rawQuery).map(([name, value]) => [name, value ?? ''])),
    headers: multi(visible(request.headers).filter(([name]) => name !== 'cookie')),
    cookies: multi(cookiesOf(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** `event.response` of an HTTP response; the body is not shown to functions. */
function functionResponse(response: HttpResponse): Properties {
  const cookies = response.headers
    .filter(([name]) => name === 'set-cookie')
    .map(([, value]) => setCookie(value));
  return {
    statusCode: response.status,
    statusDescription: STATUS_CODES[response.status] ?? '',
    headers: multi(visible(response.headers).filter(([name]) => name !== 'set-cookie')),
    cookies: Object.fromEntries(cookies),
  };
}

/**
 * The request that a function returned, on top of the one it got.
 * @throws Error for what CloudFront does not take
 */
export function requestFrom(returned: Properties, original: HttpRequest): HttpRequest {
  checkRequest(returned, original.method);
  const headers = changedHeaders(
    headersFrom(returned.headers ?? {}),
    withoutHeader(original.headers, 'cookie'),
    'viewer-request',
  );
  // Functions see cookies by their names in lower case; an origin gets the names that the viewer sent.
  const sent = new Map(cookiesOf(original.headers).map(([name]) => [name.toLowerCase(), name]));
  const cookies = pairsFrom(returned.cookies ?? {}).map(
    ([name, value]) => `${sent.get(name) ?? name}=${value}`,
  );
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);
  return {
    ...original,
    path: returned.uri,
    rawQuery: queryText(pairsFrom(returned.querystring ?? {})),
    headers,
  };
}

/**
 * The response that a function returned; `original` is absent when it answers in place of the cache and origin.
 * @throws Error for what CloudFront does not take
 */
export function responseFrom(returned: Properties, original?: HttpResponse): HttpResponse {
  checkResponse(returned);
  const set = headersFrom(returned.headers ?? {});
  if (!original) refuseDisallowed(set);
  const kept = original && withoutHeader(original.headers, 'set-cookie');
  const headers = kept ? changedHeaders(set, kept, 'viewer-response') : set;
  for (const [name, cookie] of Object.entries((returned.cookies ?? {}) as Multi)) {
    for (const { value, attributes } of (cookie.multiValue ?? [cookie]) as Multi[string][]) {
      headers.push(['set-cookie', `${name}=${value}${attributes ? `; ${attributes}` : ''}`]);
    }
  }
  const body = bodyFrom(returned.body);
  return {
    status: returned.statusCode,
    headers: body ? withoutHeader(headers, 'content-length') : headers,
    body: body ?? original?.body ?? Buffer.alloc(0),
  };
}

function bodyFrom(body: unknown): Buffer | undefined {
  if (typeof body === 'string') return Buffer.from(body);
  const { encoding, data } = (body ?? {}) as { encoding?: string; data?: string };
  return data === undefined ? undefined : Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8');
}

/** By name; made of entries, since a visitor may call a parameter `__proto__`. */
function multi(pairs: HeaderList): Multi {
  const found = new Map<string, Multi[string]>();
  for (const [name, value] of pairs) {
    const known = found.get(name);
    if (!known) found.set(name, { value });
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return Object.fromEntries(found);
}

function pairsFrom(values: Multi): HeaderList {
  return Object.entries(values).flatMap(([name, { value, multiValue }]) =>
    multiValue
      ? multiValue.map((item): [string, string] => [name, item.value])
      : [[name, value] as [string, string]],
  );
}

function headersFrom(values: Multi): HeaderList {
  return pairsFrom(values).map(([name, value]) => [name.toLowerCase(), value]);
}

function setCookie(header: string): [string, Multi[string]] {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  return [pair.slice(0, at), { value: pair.slice(at + 1), attributes: attributes.join('; ') }];
}
