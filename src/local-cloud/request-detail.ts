import { isUtf8 } from 'node:buffer';
import type { KeptBody, RequestDetail } from './console/views.ts';
import type { HttpRequest, HttpResponse } from './contract.ts';

/** Bytes of a request's body that are kept, so that it can be sent again. */
const keptOfRequest = 256 * 1024;
/** Bytes of a response's body that are shown. */
const keptOfResponse = 4 * 1024;

/** What the console page shows of a request and needs to send it again. */
export function requestDetail(head: HttpRequest, body: Buffer, response: HttpResponse): RequestDetail {
  const preflight =
    head.method === 'OPTIONS' && head.headers.some(([name]) => name === 'access-control-request-method');
  return {
    request: head.headers,
    response: response.headers,
    ...(body.length > 0 ? { body: kept(body, keptOfRequest) } : {}),
    ...(response.body.length > 0 ? { responseBody: kept(response.body, keptOfResponse) } : {}),
    ...(preflight ? { preflight } : {}),
  };
}

/** The start of a body, as text where it is one. */
function kept(body: Buffer, limit: number): KeptBody {
  const start = body.subarray(0, limit);
  const cutFrom = body.length > limit ? { cutFrom: body.length } : {};
  // A character may be cut in two at the limit.
  const isText = isUtf8(body.length > limit ? start.subarray(0, start.lastIndexOf(0x0a) + 1) : start);
  return isText
    ? { text: start.toString('utf8'), encoding: 'utf8', ...cutFrom }
    : { text: start.toString('base64'), encoding: 'base64', ...cutFrom };
}
