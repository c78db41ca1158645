import type { Cloud, HttpRequest, HttpResponse, Properties } from '../contract.ts';
import type { Distribution, Origin, OriginEvent, ViewerEvent } from './distribution.ts';
import { type HeaderList, headerOf } from './headers.ts';

/** Largest generated response: viewer events 40 KB, origin events 1 MB ("Quotas on Lambda@Edge"). */
const largestResponse = { viewer: 40 * 1024, origin: 1024 * 1024 };
/** Largest request body shown to a function: viewer events 40 KB, origin events 1 MB. */
const largestBody = largestResponse;
/** Headers that no function may set ("Restrictions on edge functions", disallowed headers). */
const disallowed =
  /^(connection|expect|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

export interface EdgeCall {
  arn: string;
  event: ViewerEvent | OriginEvent;
  distribution: Distribution;
  request: HttpRequest;
  /** Only in response events. */
  response?: HttpResponse;
  /** Only in origin events. */
  origin?: Origin;
  includeBody?: boolean;
}

/** What came back: a request to go on with (and perhaps another origin), or a response. */
export interface EdgeResult {
  request?: HttpRequest;
  response?: HttpResponse;
  origin?: Origin;
}

/** Runs a Lambda@Edge function; a failing one or an invalid answer gives CloudFront's 502 or 503. */
export async function callEdge(call: EdgeCall, cloud: Cloud): Promise<EdgeResult> {
  const event = { Records: [{ cf: edgeEvent(call) }] };
  const result = await cloud.invoke(call.arn, JSON.stringify(event), {
    caller: { service: 'edgelambda.amazonaws.com', sourceArn: call.distribution.resource.arn },
    traceId: call.request.traceId,
  });
  if (result.error)
    return { response: failure(503, 'The Lambda function returned an error.', result.payload) };
  try {
    return readResult(JSON.parse(result.payload), call);
  } catch (error) {
    return { response: failure(502, 'The Lambda function returned an invalid result.', String(error)) };
  }
}

function edgeEvent({ event, distribution, request, response, origin, includeBody }: EdgeCall): Properties {
  return {
    config: {
      distributionDomainName: distribution.domainName,
      distributionId: distribution.id,
      eventType: event,
      requestId: request.traceId,
    },
    request: {
      clientIp: request.sourceIp,
      headers: grouped(request.headers),
      method: request.method,
      querystring: request.rawQuery,
      uri: request.path,
      ...(origin ? { origin: originShape(origin) } : {}),
      ...(includeBody ? { body: bodyShape(request.body, event) } : {}),
    },
    ...(response
      ? {
          response: {
            status: String(response.status),
            statusDescription: '',
            headers: grouped(response.headers),
          },
        }
      : {}),
  };
}

function bodyShape(body: Buffer, event: string): Properties {
  const limit = event.startsWith('viewer') ? largestBody.viewer : largestBody.origin;
  const data = body.subarray(0, limit).toString('base64');
  return { inputTruncated: body.length > limit, action: 'read-only', encoding: 'base64', data };
}

function originShape({ domainName, path, customHeaders, s3, accessControl }: Origin): Properties {
  const common = { customHeaders: grouped(customHeaders), domainName, path };
  if (s3) {
    const region = /\.s3[.-]([a-z0-9-]+)\.amazonaws\.com$/.exec(domainName)?.[1] ?? 'us-east-1';
    return { s3: { ...common, authMethod: accessControl ? 'origin-access-control' : 'none', region } };
  }
  const connection = {
    keepaliveTimeout: 5,
    port: 443,
    protocol: 'https',
    readTimeout: 30,
    sslProtocols: ['TLSv1.2'],
  };
  return { custom: { ...common, ...connection } };
}

function readResult(result: Properties | null, call: EdgeCall): EdgeResult {
  if (result === null || typeof result !== 'object') throw new Error('the result is not an object');
  const isResponse = result.status !== undefined;
  if (call.response) {
    if (!isResponse) throw new Error('a response event has to return a response');
    return { response: readResponse(result, call) };
  }
  if (isResponse) return { response: readResponse(result, call) };
  if (result.uri === undefined || result.method === undefined)
    throw new Error('neither a request nor a response');
  return { request: readRequest(result, call.request), origin: readOrigin(result.origin, call.origin) };
}

function readRequest(result: Properties, original: HttpRequest): HttpRequest {
  if (!String(result.uri).startsWith('/')) throw new Error('the uri has to start with a slash');
  const replaced = result.body?.action === 'replace';
  const encoding = result.body?.encoding === 'text' ? 'utf8' : 'base64';
  return {
    ...original,
    path: result.uri,
    rawQuery: result.querystring ?? '',
    headers: ungrouped(result.headers ?? {}, original.headers),
    body: replaced ? Buffer.from(result.body.data ?? '', encoding) : original.body,
  };
}

function readOrigin(raw: Properties | undefined, original: Origin | undefined): Origin | undefined {
  if (!raw || !original) return original;
  const kind = raw.s3 ?? raw.custom;
  return {
    ...original,
    domainName: kind.domainName,
    path: (kind.path ?? '').replace(/\/$/, ''),
    s3: raw.s3 !== undefined,
    accessControl: raw.s3 ? raw.s3.authMethod === 'origin-access-control' : false,
    customHeaders: ungrouped(kind.customHeaders ?? {}, original.customHeaders),
  };
}

function readResponse(result: Properties, call: EdgeCall): HttpResponse {
  const status = Number(result.status);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`the status ${result.status} is invalid`);
  const encoding = result.bodyEncoding === 'base64' ? 'base64' : 'utf8';
  const generated = result.body === undefined ? undefined : Buffer.from(result.body, encoding);
  const limit = call.event.startsWith('viewer') ? largestResponse.viewer : largestResponse.origin;
  if (generated && generated.length > limit) throw new Error(`the body is larger than ${limit} bytes`);
  const headers = ungrouped(result.headers ?? {}, call.response?.headers ?? []);
  return { status, headers, body: generated ?? call.response?.body ?? Buffer.alloc(0) };
}

function grouped(headers: HeaderList): Properties {
  const result: Properties = {};
  for (const [name, value] of headers) {
    result[name] = [...(result[name] ?? []), { key: canonical(name), value }];
  }
  return result;
}

function ungrouped(headers: Properties, original: HeaderList): HeaderList {
  return Object.entries(headers).flatMap(([name, values]) => {
    const lower = name.toLowerCase();
    if (disallowed.test(lower) && headerOf(original, lower) === undefined) {
      throw new Error(`the header ${lower} may not be set`);
    }
    return (values as { value: string }[]).map(({ value }): [string, string] => [lower, String(value)]);
  });
}

/** `x-forwarded-for` -> `X-Forwarded-For`. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

function failure(status: number, text: string, detail: string): HttpResponse {
  return {
    status,
    headers: [
      ['content-type', 'text/plain'],
      ['x-cache', 'LambdaExecutionError from cloudfront'],
    ],
    body: Buffer.from(`${text}\n${detail}\n`),
  };
}
