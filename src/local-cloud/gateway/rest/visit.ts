import { type Arrival, requestTime } from '../arrival.ts';
import type { ContextVariables } from '../context.ts';
import { joined } from '../headers.ts';
import type { RestApi, RestMethod, RestPath, RestStage } from './api.ts';

/** A request on its way through a REST API, with what is known of it so far. */
export interface Visit {
  api: RestApi;
  stage: RestStage;
  arrival: Arrival;
  /** Absent while, or when, no resource is found. */
  place?: RestPath;
  method?: RestMethod;
  /** As in the request: REST APIs do not decode them (observed). */
  pathParameters: Record<string, string>;
  /** `requestContext.authorizer` */
  authorizer?: Record<string, unknown>;
  /** Members of `requestContext.identity` that an authorizer or a key sets. */
  identity: Record<string, unknown>;
  /** The key that an authorizer names, where the API takes keys from authorizers. */
  usageKey?: string;
}

/** `path` of events: below the stage on the execute-api host, whole on a custom domain. Slashes at its start are one. */
export const eventPath = ({ arrival }: Visit): string =>
  arrival.mappingKey ? arrival.request.path : arrival.path.replace(/^\/+/, '/');

/** The path that the client sent, with the stage or the base path. */
const fullPath = ({ arrival, stage }: Visit): string =>
  arrival.mappingKey === undefined ? `/${stage.name}${arrival.path}` : arrival.request.path;

/** `requestContext` of events (developer guide, "Lambda proxy integrations", input format, 2026). */
export function requestContext(visit: Visit): ContextVariables {
  const { api, stage, arrival, place, authorizer, identity } = visit;
  const { request, headers, domainName } = arrival;
  return {
    resourceId: place?.id,
    ...(authorizer ? { authorizer } : {}),
    resourcePath: place?.path,
    httpMethod: request.method,
    extendedRequestId: arrival.extendedRequestId,
    requestTime: requestTime(arrival.at),
    path: fullPath(visit),
    accountId: api.resource.account,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: domainName.split('.')[0],
    requestTimeEpoch: arrival.at,
    requestId: arrival.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: joined(headers, 'user-agent') ?? null,
      user: null,
      ...identity,
    },
    domainName,
    deploymentId: stage.deploymentId,
    apiId: api.id,
  };
}

/** Variables of `$context` for templates, mappings, gateway responses and logs. */
export const contextOf = (visit: Visit, more: ContextVariables = {}): ContextVariables => ({
  ...requestContext(visit),
  xrayTraceId: visit.arrival.request.traceId,
  wafResponseCode: visit.stage.webAcl ? 'WAF_ALLOW' : undefined,
  webaclArn: visit.stage.webAcl?.arn,
  ...more,
});

/** The ARN of the method that is called, with the path as the client sent it. */
export const methodArn = ({ api, stage, arrival }: Visit): string =>
  `${api.executeArn}/${stage.name}/${arrival.request.method}${arrival.path.replace(/^\/+/, '/')}`;

/** The ARN that functions' permissions name: with the path of the resource. */
export const sourceArn = ({ api, stage, arrival, place }: Visit): string =>
  `${api.executeArn}/${stage.name}/${arrival.request.method}${place?.path ?? '/'}`;
