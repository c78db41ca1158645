import type { Arrival } from '../arrival.ts';
import { requestTime } from '../arrival.ts';
import type { ContextVariables } from '../context.ts';
import { joined } from '../headers.ts';
import { decodePath } from '../query.ts';
import type { HttpApi, HttpRoute, HttpStage } from './api.ts';

/** A request at its route, with what the authorizer found out. */
export interface Hit {
  api: HttpApi;
  stage: HttpStage;
  route: HttpRoute;
  arrival: Arrival;
  /** Decoded. */
  pathParameters: Record<string, string>;
  /** `requestContext.authorizer` of payload 2.0: `jwt`, `lambda` or `iam`. */
  authorizer?: Record<string, unknown>;
}

/**
 * The path as events hold it: decoded, with the stage or the mapping key in it; the `$default` stage has none
 * (developer guide, "Create AWS Lambda proxy integrations for HTTP APIs"; decoding observed).
 */
export const eventPath = ({ arrival }: Pick<Hit, 'arrival'>): string => decodePath(arrival.request.path);

/** `requestContext.http` and its neighbours, the same in events, authorizers and logs. */
export function httpPart(hit: Hit) {
  const { request, headers } = hit.arrival;
  return {
    method: request.method,
    path: eventPath(hit),
    protocol: 'HTTP/1.1',
    sourceIp: request.sourceIp,
    userAgent: joined(headers, 'user-agent') ?? '',
  };
}

/** Variables of `$context` for parameter mappings and access logs (developer guide, "Customize HTTP API access logs"). */
export function contextOf(hit: Hit, more: ContextVariables = {}): ContextVariables {
  const { api, stage, route, arrival, authorizer } = hit;
  const http = httpPart(hit);
  return {
    accountId: api.resource.account,
    apiId: api.id,
    authorizer: authorizer && flattened(authorizer),
    awsEndpointRequestId: undefined,
    dataProcessed: arrival.request.body.length,
    domainName: arrival.domainName,
    domainPrefix: arrival.domainName.split('.')[0],
    extendedRequestId: arrival.requestId,
    httpMethod: http.method,
    identity: { sourceIp: http.sourceIp, userAgent: http.userAgent || undefined, ...identityOf(authorizer) },
    path: http.path,
    protocol: http.protocol,
    requestId: arrival.requestId,
    requestTime: requestTime(arrival.at),
    requestTimeEpoch: Math.floor(arrival.at / 1000),
    routeKey: route.key,
    stage: stage.name,
    ...more,
  };
}

/** `$context.authorizer.claims.x` of a token, `$context.authorizer.x` of a function's context. */
function flattened(authorizer: Record<string, unknown>): ContextVariables {
  const { jwt, lambda, iam, ...rest } = authorizer as Record<string, ContextVariables>;
  return {
    ...rest,
    ...lambda,
    ...(jwt ? { claims: jwt.claims } : {}),
    ...(iam ? { principalId: iam.userId } : {}),
  };
}

/** The access key of who signed the request, where the route has an AWS_IAM authorizer. */
export const signerOf = ({ authorizer }: Hit): unknown =>
  (authorizer?.iam as ContextVariables | undefined)?.accessKey;

function identityOf(authorizer: Record<string, unknown> | undefined): ContextVariables {
  const iam = authorizer?.iam as ContextVariables | undefined;
  return iam
    ? { accountId: iam.accountId, caller: iam.callerId, user: iam.userId, userArn: iam.userArn }
    : {};
}
