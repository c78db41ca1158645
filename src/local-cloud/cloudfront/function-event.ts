import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { cookiesOf, type HeaderList, queryPairs, queryText } from './headers.ts';

/*
 * The event of CloudFront Functions (developer guide, "CloudFront Functions event structure"): names in lower case,
 * repeats in `multiValue`, cookies and query string apart from the headers.
 */

type Multi = Record<string, { value: string; multiValue?: { value: string }[]; attributes?: string }>;

/** `event.request` of an HTTP request; names of cookies are in lower case too. */
export function functionRequest(request: HttpRequest): Properties {
  return {
    method: request.method,
    uri: request.path,
    querystring: multi(queryPairs(request.rawQuery).map(([name, value]) => [name, value ?? ''])),
    headers: multi(request.headers.filter(([name]) => name !== 'cookie')),
    cookies: multi(cookiesOf(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** `event.response` of an HTTP response; the body is not shown to functions. */
export function functionResponse(response: HttpResponse): Properties {
  const cookies = response.headers
    .filter(([name]) => name === 'set-cookie')
    .map(([, value]) => setCookie(value));
  return {
    statusCode: response.status,
    statusDescription: '',
    headers: multi(response.headers.filter(([name]) => name !== 'set-cookie')),
    cookies: Object.fromEntries(cookies),
  };
}

/** The request that a function returned, on top of the one it got. */
export function requestFrom(returned: Properties, original: HttpRequest): HttpRequest {
  const headers = headersFrom(returned.headers ?? {});
  // Functions see cookies by their names in lower case; an origin gets the names that the viewer sent.
  const sent = new Map(cookiesOf(original.headers).map(([name]) => [name.toLowerCase(), name]));
  const cookies = pairsFrom(returned.cookies ?? {}).map(
    ([name, value]) => `${sent.get(name) ?? name}=${value}`,
  );
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);
  return {
    ...original,
    path: String(returned.uri ?? original.path),
    rawQuery: queryText(pairsFrom(returned.querystring ?? {}).map(([name, value]) => [name, value])),
    headers,
  };
}

/** The response that a function returned; `original` is absent when it answers in place of the cache and origin. */
export function responseFrom(returned: Properties, original?: HttpResponse): HttpResponse {
  const headers = headersFrom(returned.headers ?? {});
  for (const [name, cookie] of Object.entries(returned.cookies ?? {}) as [string, Multi[string]][]) {
    for (const { value, attributes } of cookie.multiValue
      ? (cookie.multiValue as Multi[string][])
      : [cookie]) {
      headers.push(['set-cookie', `${name}=${value}${attributes ? `; ${attributes}` : ''}`]);
    }
  }
  return {
    status: Number(returned.statusCode ?? original?.status ?? 200),
    headers,
    body: bodyFrom(returned.body) ?? original?.body ?? Buffer.alloc(0),
  };
}

function bodyFrom(body: unknown): Buffer | undefined {
  if (typeof body === 'string') return Buffer.from(body);
  const { encoding, data } = (body ?? {}) as { encoding?: string; data?: string };
  return data === undefined ? undefined : Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8');
}

function multi(pairs: HeaderList): Multi {
  const found: Multi = {};
  for (const [name, value] of pairs) {
    const known = found[name];
    if (!known) found[name] = { value };
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return found;
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
