import type { HttpResponse } from '../../contract.ts';
import type { Gateway } from '../gateway.ts';
import type { HeaderList } from '../headers.ts';
import { fetchHttp, type Outgoing } from '../http-fetch.ts';
import { droppedFromRequest } from './event.ts';
import { Failure, internalError } from './failure.ts';
import { filledUri, type IntegrationRequest } from './integration-request.ts';
import type { SelectableAnswer } from './integration-response.ts';
import { mapRequest } from './mapping.ts';
import { responseHeaders } from './response-headers.ts';
import type { Visit } from './visit.ts';

/** `HTTP`: the mapped request, the answer to be mapped. */
export async function callHttp(
  gateway: Gateway,
  visit: Visit,
  request: IntegrationRequest,
): Promise<SelectableAnswer> {
  const headers: HeaderList = Object.entries(request.header).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const response = await send(gateway, visit, {
    method: request.method,
    url: request.uri,
    rawQuery: queryText(request.querystring),
    headers: withDefaults(headers, visit),
    body: hasBody(request.method) ? request.body : Buffer.alloc(0),
  });
  return { ...response, selection: String(response.status) };
}

/** `HTTP_PROXY`: the request as it came, with mapped parameters besides; the answer as it comes. */
export async function proxyHttp(gateway: Gateway, visit: Visit): Promise<HttpResponse> {
  const integration = visit.method?.integration ?? {};
  const { request } = visit.arrival;
  const mapped = mapRequest(integration.RequestParameters ?? {}, visit);
  const method = integration.IntegrationHttpMethod;
  const added: HeaderList = Object.entries(mapped.header).map(([name, value]) => [name.toLowerCase(), value]);
  const kept = request.headers.filter(
    ([name]) =>
      !droppedFromRequest.has(name) &&
      !/^(host|via|content-encoding)$/.test(name) &&
      !added.some(([key]) => key === name),
  );
  const response = await send(gateway, visit, {
    method: !method || method === 'ANY' ? request.method : method,
    url: filledUri(String(integration.Uri ?? ''), mapped.path, visit.stage.variables),
    rawQuery: [request.rawQuery, queryText(mapped.querystring)].filter(Boolean).join('&'),
    headers: withDefaults([...kept, ...added], visit),
    body: request.body,
  });
  return { ...response, headers: responseHeaders(response.headers) };
}

/** A backend that nobody answers at (status and text observed); a name that there is none for is a fault of the method. */
const unreachable = (url: string): Failure =>
  URL.canParse(url)
    ? new Failure('INTEGRATION_FAILURE', 'Network error communicating with endpoint', {
        reason: `${url} is out of reach`,
      })
    : internalError(`${url} is no URL`);

type Request = Pick<Outgoing, 'method' | 'url' | 'rawQuery' | 'headers' | 'body'>;

async function send({ cloud }: Gateway, visit: Visit, request: Request): Promise<HttpResponse> {
  const { traceId, sourceIp } = visit.arrival.request;
  const response = await fetchHttp(cloud, { ...request, traceId, sourceIp, timeout: visit.method!.timeout });
  if (response === 'timeout') throw new Failure('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  if (response === 'unreachable') throw unreachable(request.url);
  return response;
}

/** Headers that the gateway gives when neither client nor mapping does (observed). */
function withDefaults(headers: HeaderList, { api, arrival }: Visit): HeaderList {
  const defaults: HeaderList = [
    ['accept', 'application/json'],
    ['user-agent', `AmazonAPIGateway_${api.id}`],
  ];
  const missing = defaults.filter(([name]) => !headers.some(([key]) => key === name));
  return [
    ...headers.filter(([name]) => name !== 'x-amzn-trace-id'),
    ...missing,
    ['x-amzn-trace-id', arrival.request.traceId],
    ['x-amzn-apigateway-api-id', api.id],
  ];
}

const hasBody = (method: string): boolean => !/^(GET|HEAD|OPTIONS)$/.test(method);

function queryText(query: Record<string, string | string[]>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}
