import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { validateHeaderName, validateHeaderValue } from '../node-http.ts';
import type { Signing } from './access-control.ts';
import { changedHeaders, refuseDisallowed } from './edge-headers.ts';
import { type HeaderList, withoutHeader } from './headers.ts';
import type { EdgeCall, EdgeResult } from './lambda-edge.ts';
import { largestBody, sideOf } from './lambda-edge-event.ts';
import { type Origin, withoutSlash } from './origin.ts';

/** Largest generated response: viewer events 40 KB, origin events 1 MB ("Quotas on Lambda@Edge"). */
const largestResponse = largestBody;

/**
 * What a Lambda@Edge function returned (developer guide, "Restrictions on edge functions").
 * @throws Error for what CloudFront does not take
 */
export function readResult(result: Properties | null, call: EdgeCall): EdgeResult {
  if (result === null || typeof result !== 'object') throw new Error('The result is not an object.');
  const isResponse = result.status !== undefined;
  if (call.response && !isResponse) throw new Error('A response event has to return a response.');
  if (isResponse) return { response: readResponse(result, call) };
  if (result.uri === undefined || result.method === undefined)
    throw new Error('It is neither a request nor a response.');
  return { request: readRequest(result, call), origin: readOrigin(result.origin, call.origin) };
}

function readRequest(result: Properties, { request, event }: EdgeCall): HttpRequest {
  const { uri, method, querystring = '', headers = {}, body } = result;
  if (typeof uri !== 'string' || !uri.startsWith('/')) throw new Error('The uri has to start with a slash.');
  if (method !== request.method) throw new Error('The method is read-only.');
  if (typeof querystring !== 'string') throw new Error('The querystring has to be a string.');
  return {
    ...request,
    path: uri,
    rawQuery: querystring,
    headers: changedHeaders(ungrouped(headers), request.headers, event),
    body: body?.action === 'replace' ? replaced(body, event) : request.body,
  };
}

function replaced({ data = '', encoding }: Properties, event: string): Buffer {
  if (typeof data !== 'string') throw new Error('The body is not a string.');
  const body = Buffer.from(data, encoding === 'text' ? 'utf8' : 'base64');
  const limit = largestBody[sideOf(event)];
  if (body.length > limit) throw new Error(`The body is larger than ${limit} bytes.`);
  return body;
}

function readOrigin(raw: Properties | undefined, original: Origin | undefined): Origin | undefined {
  if (!raw || !original) return original;
  if (Boolean(raw.s3) === Boolean(raw.custom)) throw new Error('The origin is either s3 or custom.');
  const kind: Properties = raw.s3 ?? raw.custom;
  const { domainName, path = '', customHeaders = {}, authMethod } = kind;
  if (typeof domainName !== 'string' || domainName === '' || domainName.includes(':'))
    throw new Error("The origin's domainName is none.");
  if (typeof path !== 'string') throw new Error("The origin's path has to be a string.");
  const headers = ungrouped(customHeaders);
  refuseDisallowed(headers);
  const { port, protocol, readTimeout, keepaliveTimeout, sslProtocols } = kind;
  return {
    ...original,
    domainName,
    path: withoutSlash(path),
    s3: raw.s3 !== undefined,
    custom: raw.custom && { port, protocol, readTimeout, keepaliveTimeout, sslProtocols },
    signing: authMethod === 'origin-access-control' ? signs(original.signing) : 'never',
    customHeaders: headers,
  };
}

/** What a function turns on is signed always, where nothing was. */
const signs = (signing: Signing): Signing => (signing === 'never' ? 'always' : signing);

function readResponse(result: Properties, { event, response }: EdgeCall): HttpResponse {
  const status = Number(result.status);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`The status ${result.status} is invalid.`);
  if (event === 'viewer-response' && status !== response?.status)
    throw new Error('The status of a viewer response is read-only.');
  if (result.body !== undefined && typeof result.body !== 'string')
    throw new Error('The body is not a string.');
  const body = bodyOf(result);
  const limit = largestResponse[sideOf(event)];
  if (body && body.length > limit) throw new Error(`The body is larger than ${limit} bytes.`);
  const set = ungrouped(result.headers ?? {});
  if (!response) refuseDisallowed(set);
  const headers = response ? changedHeaders(set, response.headers, event) : set;
  return {
    status,
    headers: body ? withoutHeader(headers, 'content-length') : headers,
    body: body ?? response?.body ?? Buffer.alloc(0),
  };
}

const bodyOf = ({ body, bodyEncoding }: Properties): Buffer | undefined =>
  body === undefined ? undefined : Buffer.from(body, bodyEncoding === 'base64' ? 'base64' : 'utf8');

/** `{ name: [{ key, value }] }` as a list. */
function ungrouped(headers: Properties): HeaderList {
  return Object.entries(headers).flatMap(([name, values]) => {
    if (!Array.isArray(values)) throw new Error(`The header ${name} is not a list of values.`);
    return values.map((item): [string, string] => {
      if (typeof item?.value !== 'string')
        throw new Error(`The header ${name} has a value that is no string.`);
      validateHeaderName(name);
      validateHeaderValue(name, item.value);
      return [name.toLowerCase(), item.value];
    });
  });
}
