import { mayInvoke } from '../authorizers/policy.ts';
import { asText, contextValue } from '../context.ts';
import type { Gateway } from '../gateway.ts';
import { joined } from '../headers.ts';
import { callerOf, functionOf, invoke, withStageVariables } from '../invoke.ts';
import type { RestAuthorizer } from './api.ts';
import { requestParts } from './event.ts';
import { Failure } from './failure.ts';
import { contextOf, eventPath, methodArn, requestContext, type Visit } from './visit.ts';

/** What the function returned, to be judged again for each method. */
interface Answer {
  principalId: string;
  policyDocument: unknown;
  context: Record<string, string>;
  usageIdentifierKey?: string;
  /** Milliseconds the function took. */
  latency: number;
}

/** An authorizer function may take 29 s, as an integration may (quotas of REST APIs). */
const timeout = 29_000;
const unauthorized = (reason: string) => new Failure('UNAUTHORIZED', 'Unauthorized', { reason });

/**
 * A TOKEN or REQUEST authorizer (developer guide, "Use API Gateway Lambda authorizers"): 401 without asking when an
 * identity source is missing or the token does not match, a cached policy while it lives, 403 when the policy says no.
 */
export async function authorizeByFunction(gateway: Gateway, visit: Visit): Promise<string> {
  const authorizer = visit.method?.authorizer;
  if (!authorizer)
    throw new Failure('AUTHORIZER_CONFIGURATION_ERROR', null, { reason: 'the authorizer is gone' });
  const identity = identityOf(authorizer, visit);
  const ttl = Number(authorizer.properties.AuthorizerResultTtlInSeconds ?? 300);
  const key = JSON.stringify([visit.api.id, visit.stage.name, authorizer.id, identity]);
  const cacheable = ttl > 0 && identity.length > 0;
  const known = cacheable ? gateway.cache.get<Answer>(key, gateway.now()) : undefined;
  const answer = known ?? (await ask(gateway, visit, authorizer, identity));
  if (cacheable && !known) gateway.cache.put(key, answer, ttl, gateway.now());
  const verdict = mayInvoke(answer.policyDocument, methodArn(visit), []);
  if (verdict !== 'allow') {
    const explicitly = verdict === 'explicitDeny' ? ' with an explicit deny' : '';
    throw new Failure('ACCESS_DENIED', `User is not authorized to access this resource${explicitly}`);
  }
  const { context, principalId, latency, usageIdentifierKey } = answer;
  visit.authorizer = { ...context, principalId, integrationLatency: known ? 0 : latency };
  visit.usageKey = usageIdentifierKey;
  return `allowed ${principalId}${known ? ' (cached)' : ''}`;
}

/** Values of the identity sources. */
function identityOf({ properties }: RestAuthorizer, visit: Visit): string[] {
  const sources = String(properties.IdentitySource ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (properties.Type === 'TOKEN' && sources.length === 0)
    sources.push('method.request.header.Authorization');
  const values = sources.map((source) => {
    const value = identityValue(source, visit);
    if (!value) throw unauthorized(`nothing in ${source}`);
    return value;
  });
  const expression = properties.IdentityValidationExpression;
  if (properties.Type === 'TOKEN' && expression && !fits(expression, values[0]!))
    throw unauthorized('the token does not match the identity validation expression');
  return values;
}

export function fits(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    return false;
  }
}

function identityValue(source: string, visit: Visit): string | undefined {
  const [, place, name = ''] =
    /^(method\.request\.header|method\.request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ??
    [];
  if (place === 'method.request.header') return joined(visit.arrival.headers, name);
  if (place === 'stageVariables') return visit.stage.variables[name];
  if (place === 'context') {
    const value = contextValue(contextOf(visit), name);
    return value === undefined ? undefined : asText(value);
  }
  return visit.arrival.query.findLast(([key]) => key === name)?.[1];
}

async function ask(
  { cloud }: Gateway,
  visit: Visit,
  { id, properties }: RestAuthorizer,
  identity: string[],
): Promise<Answer> {
  const functionArn = functionOf(
    withStageVariables(String(properties.AuthorizerUri ?? ''), visit.stage.variables),
  );
  if (!functionArn)
    throw new Failure('AUTHORIZER_CONFIGURATION_ERROR', null, { reason: 'the authorizer has no function' });
  const event =
    properties.Type === 'TOKEN'
      ? { type: 'TOKEN', methodArn: methodArn(visit), authorizationToken: identity[0] }
      : requestEvent(visit);
  const started = performance.now();
  const invoked = await invoke(cloud, {
    functionArn,
    payload: JSON.stringify(event),
    caller: callerOf(properties.AuthorizerCredentials, `${visit.api.executeArn}/authorizers/${id}`),
    traceId: visit.arrival.request.traceId,
    timeout,
  });
  if ('failure' in invoked)
    throw new Failure('AUTHORIZER_CONFIGURATION_ERROR', null, { reason: invoked.message });
  if (invoked.error) {
    if (errorMessage(invoked.payload) === 'Unauthorized')
      throw unauthorized('the function threw Unauthorized');
    throw new Failure('AUTHORIZER_FAILURE', null, { reason: `the function failed: ${invoked.payload}` });
  }
  const answer = readAnswer(invoked.payload, Math.round(performance.now() - started));
  if (answer) return answer;
  const reason = `the function returned no valid policy: ${invoked.payload}`;
  throw new Failure('AUTHORIZER_CONFIGURATION_ERROR', null, { reason });
}

function requestEvent(visit: Visit) {
  const { arrival, place, pathParameters, stage } = visit;
  const parts = requestParts(visit);
  return {
    type: 'REQUEST',
    methodArn: methodArn(visit),
    resource: place?.path,
    path: eventPath(visit),
    httpMethod: arrival.request.method,
    ...parts,
    queryStringParameters: parts.queryStringParameters ?? {},
    multiValueQueryStringParameters: parts.multiValueQueryStringParameters ?? {},
    pathParameters,
    stageVariables: stage.variables,
    requestContext: requestContext(visit),
  };
}

/** The context holds texts, numbers and booleans, handed on as texts (developer guide, "Output from a Lambda authorizer"). */
function readAnswer(payload: string, latency: number): Answer | undefined {
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = objectOf(payload);
  if (!principalId || !policyDocument || context === null || typeof context !== 'object') return undefined;
  const entries = Object.entries(context as Record<string, unknown>);
  if (entries.some(([, value]) => value !== null && typeof value === 'object')) return undefined;
  return {
    principalId: String(principalId),
    policyDocument,
    context: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])),
    ...(typeof usageIdentifierKey === 'string' ? { usageIdentifierKey } : {}),
    latency,
  };
}

const errorMessage = (payload: string): unknown => objectOf(payload).errorMessage;

function objectOf(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
