import { forwarded, requestTime } from '../arrival.ts';
import { joined } from '../headers.ts';
import { grouped } from '../query.ts';
import { eventBody } from './body.ts';
import { hasMembers } from './event-v2.ts';
import { eventPath, type Hit } from './hit.ts';

/** The event of payload format 1.0 of an HTTP API (developer guide, "Create AWS Lambda proxy integrations for HTTP APIs"). */
export function eventV1(hit: Hit): Record<string, unknown> {
  const { route, arrival, pathParameters, stage } = hit;
  const { body, isBase64Encoded } = eventBody(arrival);
  return {
    version: '1.0',
    resource: route.path,
    path: eventPath(hit),
    httpMethod: arrival.request.method,
    ...requestPartV1(hit),
    requestContext: contextPartV1(hit),
    pathParameters: hasMembers(pathParameters) ? pathParameters : null,
    stageVariables: hasMembers(stage.variables) ? stage.variables : null,
    body: body ?? null,
    isBase64Encoded,
  };
}

/** Names that format 1.0 capitalises; all others stay in lower case. Observed in events. */
const capitalised: Record<string, string> = {
  'content-length': 'Content-Length',
  host: 'Host',
  'user-agent': 'User-Agent',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
  'x-forwarded-for': 'X-Forwarded-For',
  'x-forwarded-port': 'X-Forwarded-Port',
  'x-forwarded-proto': 'X-Forwarded-Proto',
};

/** Headers and query, last value and all values. */
export function requestPartV1({ arrival }: Hit) {
  const headers: Record<string, string> = {};
  const multiValueHeaders: Record<string, readonly string[]> = {};
  const put = (name: string, values: readonly string[]) => {
    const shown = capitalised[name] ?? name;
    headers[shown] = values.at(-1)!;
    multiValueHeaders[shown] = values;
  };
  put('content-length', [String(arrival.request.body.length)]);
  put('host', [arrival.domainName]);
  for (const [name, values] of arrival.headers) put(name, values);
  for (const [name, value] of Object.entries(forwarded(arrival))) put(name, [value]);
  const query = [...grouped(arrival.query)];
  return {
    headers,
    multiValueHeaders,
    queryStringParameters:
      query.length > 0 ? Object.fromEntries(query.map(([name, values]) => [name, values.at(-1)])) : null,
    multiValueQueryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
  };
}

/** `requestContext` of format 1.0. */
export function contextPartV1(hit: Hit) {
  const { api, arrival, route, stage } = hit;
  const { request, headers } = arrival;
  return {
    accountId: api.resource.account,
    apiId: api.id,
    ...authorizerPart(hit),
    domainName: arrival.domainName,
    domainPrefix: arrival.domainName.split('.')[0],
    extendedRequestId: arrival.requestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAmr: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      user: null,
      userAgent: joined(headers, 'user-agent') ?? '',
      userArn: null,
      ...iamIdentity(hit),
    },
    path: eventPath(hit),
    protocol: 'HTTP/1.1',
    requestId: arrival.requestId,
    requestTime: requestTime(arrival.at),
    requestTimeEpoch: arrival.at,
    resourceId: route.key,
    resourcePath: route.path,
    stage: stage.name,
  };
}

function authorizerPart({ authorizer }: Hit): Record<string, unknown> {
  if (authorizer?.jwt) return { authorizer: authorizer.jwt };
  return authorizer?.lambda ? { authorizer: authorizer.lambda } : {};
}

function iamIdentity({ authorizer }: Hit): Record<string, unknown> {
  const iam = authorizer?.iam as Record<string, unknown> | undefined;
  return iam
    ? {
        accessKey: iam.accessKey,
        accountId: iam.accountId,
        caller: iam.callerId,
        user: iam.userId,
        userArn: iam.userArn,
      }
    : {};
}
