import { mayInvoke } from '../authorizers/policy.ts';
import type { Gateway } from '../gateway.ts';
import { callerOf, invoke } from '../invoke.ts';
import type { HttpAuthorizer } from './api.ts';
import { type Authorized, broken, forbidden, routeArn, unauthorized } from './authorize.ts';
import { contextPartV1, requestPartV1 } from './event-v1.ts';
import { contextPart, hasMembers, requestPart } from './event-v2.ts';
import { eventPath, type Hit } from './hit.ts';
import { identityValue } from './identity-source.ts';

type Outcome = { result: Authorized; text: string };

/** An authorizer function may take 10 s (quotas of HTTP APIs). */
const timeout = 10_000;

/**
 * A Lambda authorizer of an HTTP API (developer guide, "Control access to HTTP APIs with Lambda authorizers"): 401
 * without asking when an identity source is missing, a cached result while it lives, 403 when the function says no.
 */
export async function authorizeByFunction(gateway: Gateway, hit: Hit): Promise<Outcome> {
  const { authorizer } = hit.route;
  if (!authorizer?.functionArn) return { result: broken(), text: 'it has no function' };
  const identity = authorizer.identitySources.map((source) => identityValue(source, hit));
  const missing = identity.indexOf(undefined);
  if (missing >= 0)
    return { result: unauthorized(), text: `nothing in ${authorizer.identitySources[missing]}` };
  const ttl = Number(authorizer.properties.AuthorizerResultTtlInSeconds ?? 0);
  const key = JSON.stringify([hit.api.id, hit.stage.name, authorizer.id, identity]);
  const known = ttl > 0 ? gateway.cache.get<Answer>(key, gateway.now()) : undefined;
  const answer = known ?? (await ask(gateway, hit, authorizer, identity as string[]));
  if ('outcome' in answer) return answer.outcome;
  if (!known && identity.length > 0) gateway.cache.put(key, answer, ttl, gateway.now());
  const outcome = judge(answer, hit);
  return known ? { ...outcome, text: `${outcome.text} (cached)` } : outcome;
}

/** What the function returned, to be judged again for each route. */
interface Answer {
  isAuthorized?: boolean;
  policyDocument?: unknown;
  context: Record<string, unknown>;
}

async function ask(
  { cloud }: Gateway,
  hit: Hit,
  { id, functionArn = '', properties }: HttpAuthorizer,
  identity: string[],
): Promise<Answer | { outcome: Outcome }> {
  const event =
    properties.AuthorizerPayloadFormatVersion === '1.0'
      ? authorizerEventV1(hit, identity)
      : authorizerEventV2(hit, identity);
  const invoked = await invoke(cloud, {
    functionArn,
    payload: JSON.stringify(event),
    caller: callerOf(properties.AuthorizerCredentialsArn, `${hit.api.executeArn}/authorizers/${id}`),
    traceId: hit.arrival.request.traceId,
    timeout,
  });
  if ('failure' in invoked) return { outcome: { result: broken(), text: invoked.message } };
  if (invoked.error) {
    const isRefusal = errorMessage(invoked.payload) === 'Unauthorized';
    return isRefusal
      ? { outcome: { result: unauthorized(), text: 'the function threw Unauthorized' } }
      : { outcome: { result: broken(), text: `the function failed: ${invoked.payload}` } };
  }
  return (
    readAnswer(invoked.payload, properties) ?? {
      outcome: { result: broken(), text: `the function returned no valid response: ${invoked.payload}` },
    }
  );
}

function readAnswer(
  payload: string,
  { EnableSimpleResponses, AuthorizerPayloadFormatVersion }: HttpAuthorizer['properties'],
): Answer | undefined {
  const answer = objectOf(payload);
  const context = answer?.context ?? {};
  if (!answer || typeof context !== 'object') return undefined;
  const isSimple = EnableSimpleResponses === true && AuthorizerPayloadFormatVersion !== '1.0';
  if (isSimple)
    return typeof answer.isAuthorized === 'boolean'
      ? { isAuthorized: answer.isAuthorized, context: context as Record<string, unknown> }
      : undefined;
  return answer.policyDocument && answer.principalId
    ? {
        policyDocument: answer.policyDocument,
        context: {
          ...context,
          ...(AuthorizerPayloadFormatVersion === '1.0' ? { principalId: answer.principalId } : {}),
        },
      }
    : undefined;
}

function judge({ isAuthorized, policyDocument, context }: Answer, hit: Hit): Outcome {
  const allowed = isAuthorized ?? mayInvoke(policyDocument, routeArn(hit), []) === 'allow';
  return allowed
    ? { result: { authorizer: { lambda: hasMembers(context) ? context : null } }, text: 'allowed' }
    : { result: forbidden(), text: 'refused' };
}

function authorizerEventV2(hit: Hit, identitySource: string[]) {
  const { arrival, route, pathParameters, stage } = hit;
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: routeArn(hit),
    identitySource: identitySource.length > 0 ? identitySource : null,
    routeKey: route.key,
    rawPath: eventPath(hit),
    rawQueryString: arrival.request.rawQuery,
    ...requestPart(hit),
    requestContext: contextPart(hit),
    ...(hasMembers(pathParameters) ? { pathParameters } : {}),
    ...(hasMembers(stage.variables) ? { stageVariables: stage.variables } : {}),
  };
}

function authorizerEventV1(hit: Hit, identity: string[]) {
  const { arrival, route, pathParameters, stage } = hit;
  const identitySource = identity.join(',');
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: routeArn(hit),
    identitySource,
    authorizationToken: identitySource,
    resource: route.path,
    path: eventPath(hit),
    httpMethod: arrival.request.method,
    ...requestPartV1(hit),
    pathParameters,
    stageVariables: stage.variables,
    requestContext: contextPartV1(hit),
  };
}

const errorMessage = (payload: string): unknown => objectOf(payload)?.errorMessage;

function objectOf(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
