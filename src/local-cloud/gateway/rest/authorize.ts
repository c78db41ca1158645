import { authorizeIam } from '../authorizers/iam.ts';
import { mayInvoke } from '../authorizers/policy.ts';
import { type Gateway, hop } from '../gateway.ts';
import { joined } from '../headers.ts';
import { authorizeByCognito } from './cognito-authorizer.ts';
import { Failure } from './failure.ts';
import { authorizeByFunction } from './lambda-authorizer.ts';
import { methodArn, type Visit } from './visit.ts';

/**
 * Lets the API's resource policy and the method's authorizer judge the request, in the order of developer guide, "How
 * resource policies affect the authorization workflow".
 * @throws Failure when it may not pass
 */
export async function authorize(gateway: Gateway, visit: Visit): Promise<void> {
  const { method, arrival, api } = visit;
  const kind = method?.authorization ?? 'NONE';
  const policy = judgePolicy(visit);
  if (policy === 'explicitDeny' || (kind !== 'AWS_IAM' && policy === 'implicitDeny'))
    throw anonymousDenied(visit);
  if (kind === 'NONE') return;
  const started = performance.now();
  const name = method?.authorizer?.properties.Name ?? kind;
  const trace = (text: string, status?: number) =>
    hop(gateway, arrival.request.traceId, api.key, `authorizer ${name}: ${text}`, { status, started });
  try {
    const text =
      kind === 'AWS_IAM'
        ? byIam(gateway, visit)
        : kind === 'CUSTOM'
          ? await authorizeByFunction(gateway, visit)
          : await authorizeByCognito(gateway, visit);
    trace(text);
  } catch (error) {
    if (error instanceof Failure) trace(error.reason, error.status);
    throw error;
  }
}

/** The verdict of the API's resource policy; `undefined` when it has none. */
function judgePolicy(visit: Visit) {
  const { policy } = visit.api;
  return policy && mayInvoke(policy, methodArn(visit), [], keysOf(visit));
}

/** Condition keys that a request brings. */
function keysOf({ arrival }: Visit): Record<string, string> {
  const { request, headers, at } = arrival;
  const userAgent = joined(headers, 'user-agent');
  const referer = joined(headers, 'referer');
  return {
    // An edge-optimised API sees its client through CloudFront.
    'aws:sourceip': joined(headers, 'x-forwarded-for')?.split(',')[0] ?? request.sourceIp,
    ...(userAgent === undefined ? {} : { 'aws:useragent': userAgent }),
    ...(referer === undefined ? {} : { 'aws:referer': referer }),
    'aws:securetransport': 'true',
    'aws:currenttime': new Date(at).toISOString(),
  };
}

function anonymousDenied(visit: Visit): Failure {
  const [, partition, service, region, account = '', ...rest] = methodArn(visit).split(':');
  const hidden = `********${account.slice(-4)}`;
  const arn = ['arn', partition, service, region, hidden, ...rest].join(':');
  const text = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}`;
  return new Failure('ACCESS_DENIED', text, { reason: 'the resource policy of the API does not allow it' });
}

function byIam({ cloud }: Gateway, visit: Visit): string {
  const { api, arrival } = visit;
  const outcome = authorizeIam(cloud, arrival, methodArn(visit), api.resource.account, keysOf(visit));
  if ('refused' in outcome) {
    if (outcome.refused === 'unsigned')
      throw new Failure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token', {
        reason: 'the request is not signed',
      });
    throw new Failure('ACCESS_DENIED', outcome.message);
  }
  const { accessKey, accountId, callerId, userArn } = outcome.signer;
  visit.identity = { ...visit.identity, accessKey, accountId, caller: callerId, user: callerId, userArn };
  return `allowed ${userArn}`;
}
