import { forwarded, requestTime } from '../arrival.ts';
import { cookiesOf } from '../headers.ts';
import { grouped } from '../query.ts';
import { eventBody } from './body.ts';
import { eventPath, type Hit, httpPart } from './hit.ts';

/** The event of payload format 2.0 (developer guide, "Create AWS Lambda proxy integrations for HTTP APIs", 2026). */
export function eventV2(hit: Hit): Record<string, unknown> {
  const { arrival, pathParameters, stage, authorizer } = hit;
  return {
    version: '2.0',
    routeKey: hit.route.key,
    rawPath: eventPath(hit),
    rawQueryString: arrival.request.rawQuery,
    ...requestPart(hit),
    requestContext: { ...contextPart(hit), ...(authorizer ? { authorizer } : {}) },
    ...(hasMembers(pathParameters) ? { pathParameters } : {}),
    ...(hasMembers(stage.variables) ? { stageVariables: stage.variables } : {}),
    ...eventBody(arrival),
  };
}

/** Cookies, headers and query: lower-case names, repeats joined by commas, cookies apart. Absent when empty. */
export function requestPart({ arrival }: Hit) {
  const headers: Record<string, string> = {};
  for (const [name, values] of arrival.headers) if (name !== 'cookie') headers[name] = values.join(',');
  headers['content-length'] ??= String(arrival.request.body.length);
  headers.host ??= arrival.domainName;
  Object.assign(headers, forwarded(arrival));
  const cookies = cookiesOf(arrival.headers);
  const query = [...grouped(arrival.query)].map(([name, values]) => [name, values.join(',')] as const);
  return {
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(query.length > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
  };
}

/** `requestContext` without the authorizer. */
export function contextPart(hit: Hit) {
  const { api, arrival, route, stage } = hit;
  return {
    accountId: api.resource.account,
    apiId: api.id,
    domainName: arrival.domainName,
    domainPrefix: arrival.domainName.split('.')[0],
    http: httpPart(hit),
    requestId: arrival.requestId,
    routeKey: route.key,
    stage: stage.name,
    time: requestTime(arrival.at),
    timeEpoch: arrival.at,
  };
}

export const hasMembers = (record: Record<string, unknown>): boolean => {
  for (const _ in record) return true;
  return false;
};
