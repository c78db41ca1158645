import type { HttpResponse } from '../../contract.ts';
import { forwarded } from '../arrival.ts';
import type { Gateway } from '../gateway.ts';
import { type HeaderList, isHeaderName, isHeaderValue } from '../headers.ts';
import { fetchHttp, type Outgoing } from '../http-fetch.ts';
import { withStageVariables } from '../invoke.ts';
import type { HttpIntegration } from './api.ts';
import type { Hit } from './hit.ts';
import { mapped, requestSource, responseSource } from './mapping.ts';

/** Headers that mappings may not touch (developer guide, "Reserved headers" of HTTP APIs). */
const reserved =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/;

/** Sends the request on to the integration's URL, changed as its parameter mappings say. */
export async function proxyHttp(
  gateway: Gateway,
  hit: Hit,
  { properties, requestParameters, responseParameters, timeout }: HttpIntegration,
): Promise<HttpResponse | 'timeout' | 'unreachable'> {
  const { arrival, stage } = hit;
  const { request } = arrival;
  const filled = withStageVariables(String(properties.IntegrationUri ?? ''), stage.variables);
  const address = filled.replace(/\{([^}]+)\}/g, (_, name: string) =>
    (hit.pathParameters[name.replace(/\+$/, '')] ?? '').split('/').map(encodeURIComponent).join('/'),
  );
  const method = properties.IntegrationMethod;
  const outgoing: Outgoing = {
    method: !method || method === 'ANY' ? request.method : method,
    url: address,
    rawQuery: request.rawQuery,
    headers: [
      ...request.headers.filter(
        ([name]) => !/^(host|connection|content-length|transfer-encoding)$/.test(name),
      ),
      ['via', `HTTP/1.1 AmazonAPIGateway`],
      [
        'forwarded',
        `by=${arrival.domainName};for=${request.sourceIp};host=${arrival.domainName};proto=${request.scheme}`,
      ],
      ['x-amzn-trace-id', forwarded(arrival)['x-amzn-trace-id']!],
    ],
    body: request.body,
    traceId: request.traceId,
    sourceIp: request.sourceIp,
    timeout,
  };
  const response = await fetchHttp(gateway.cloud, mapRequest(outgoing, hit, requestParameters));
  return typeof response === 'string' ? response : mapResponse(response, hit, responseParameters);
}

function mapRequest(outgoing: Outgoing, hit: Hit, parameters: Record<string, string>): Outgoing {
  const source = requestSource(hit);
  const query = new URLSearchParams(outgoing.rawQuery);
  let { headers, url } = outgoing;
  let touched = false;
  for (const [key, template] of Object.entries(parameters)) {
    const [, action, place, name = ''] =
      /^(append|overwrite|remove):(header|querystring|path)\.?(.*)$/.exec(key) ?? [];
    const value = action === 'remove' ? '' : mapped(template, source);
    if (!action || value === undefined) continue;
    if (place === 'header') headers = changeHeaders(headers, action, name, value);
    else if (place === 'path') url = new URL(value.startsWith('/') ? value : `/${value}`, url).href;
    else {
      touched = true;
      if (action === 'append') query.append(name, value);
      else if (action === 'remove') query.delete(name);
      else query.set(name, value);
    }
  }
  return { ...outgoing, url, headers, rawQuery: touched ? query.toString() : outgoing.rawQuery };
}

/** Response mappings by status: `{ "200": { "ResponseParameters": [{ Destination, Source }] } }` in templates. */
export function mapResponse(response: HttpResponse, hit: Hit, byStatus: unknown): HttpResponse {
  const rules = (byStatus as Record<string, unknown> | undefined)?.[String(response.status)];
  const pairs = mappingPairs(rules);
  if (pairs.length === 0) return response;
  const source = responseSource(hit, response);
  let { headers, status } = response;
  for (const [destination, template] of pairs) {
    const value = mapped(template, source);
    const [, action, name] = /^(append|overwrite|remove):header\.(.+)$/.exec(destination) ?? [];
    if (destination === 'overwrite:statuscode') status = Number(value) || status;
    else if (action && (action === 'remove' || value !== undefined))
      headers = changeHeaders(headers, action, name!, value ?? '');
  }
  return { ...response, status, headers };
}

function mappingPairs(rules: unknown): [string, string][] {
  if (rules === null || typeof rules !== 'object') return [];
  const list = (rules as { ResponseParameters?: unknown }).ResponseParameters ?? rules;
  if (!Array.isArray(list)) return Object.entries(list as Record<string, string>);
  return list.map(({ Destination, Source }) => [String(Destination), String(Source)]);
}

function changeHeaders(headers: HeaderList, action: string, name: string, value: string): HeaderList {
  const lower = name.toLowerCase();
  if (reserved.test(lower) || !isHeaderName(lower)) return headers;
  const kept = action === 'append' ? headers : headers.filter(([key]) => key !== lower);
  return action === 'remove' || !isHeaderValue(value) ? kept : [...kept, [lower, value]];
}
