import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../contract.ts';
import { evaluate } from '../../web-acl/evaluate.ts';
import { logAccess } from '../access-log.ts';
import { jsonAnswer } from '../answer.ts';
import { arrive, type Target } from '../arrival.ts';
import type { ContextVariables } from '../context.ts';
import { type Gateway, hop } from '../gateway.ts';
import type { HeaderList } from '../headers.ts';
import { segmentsOf } from '../path-tree.ts';
import type { RestApi } from './api.ts';
import { authorize } from './authorize.ts';
import { checkApiKey, validate } from './check-request.ts';
import { Failure } from './failure.ts';
import { errorPart, failureAnswer } from './gateway-response.ts';
import { type IntegrationFacts, integrate } from './integrate.ts';
import { throttle } from './throttling.ts';
import { contextOf, type Visit } from './visit.ts';

/** 10 MB (quotas of REST APIs). */
const bodyLimit = 10 * 1024 * 1024;

/** The stage of a request on the execute-api host is the first segment of its path. */
export function targetOf(api: RestApi, path: string): Target | undefined {
  const [, stage = '', rest = ''] = /^\/+([^/]*)(.*)$/.exec(path) ?? [];
  return api.stages.has(stage) ? { stage, path: rest || '/', domainName: api.host } : undefined;
}

/** Serves one request of a REST API: the way of a request through the gateway, in its order. */
export async function serveRestApi(
  gateway: Gateway,
  api: RestApi,
  request: HttpRequest,
  target: Target | undefined,
): Promise<HttpResponse> {
  const stage = target && api.stages.get(target.stage);
  if (!stage) return unknownStage();
  const arrival = arrive(request, target, randomUUID());
  const visit: Visit = { api, stage, arrival, pathParameters: {}, identity: {} };
  const facts: IntegrationFacts = {};
  let failure: Failure | undefined;
  let response: HttpResponse;
  try {
    response = await pass(gateway, visit, facts);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
    response = error.answer ?? failureAnswer(visit, error);
    hop(gateway, request.traceId, api.key, `${error.type}: ${error.reason}`, { status: response.status });
  }
  logAccess(gateway.cloud, api.key, request.traceId, stage.accessLog, () =>
    contextOf(visit, logPart(visit, facts, response, failure)),
  );
  return { ...response, headers: [...response.headers, ...ownHeaders(visit, failure)] };
}

async function pass(gateway: Gateway, visit: Visit, facts: IntegrationFacts): Promise<HttpResponse> {
  const { request } = visit.arrival;
  if (request.body.length > bodyLimit)
    throw new Failure('REQUEST_TOO_LARGE', `HTTP content length exceeded ${bodyLimit} bytes.`, {
      isBare: true,
    });
  guard(gateway, visit);
  findMethod(gateway, visit);
  await authorize(gateway, visit);
  throttle(gateway, visit, checkApiKey(visit));
  validate(visit);
  return integrate(gateway, visit, facts);
}

/** The web ACL of the stage. */
function guard(gateway: Gateway, visit: Visit): void {
  const { webAcl } = visit.stage;
  if (!webAcl) return;
  const verdict = evaluate(webAcl, visit.arrival.request, gateway.cloud.model);
  if (verdict.action === 'allow') return;
  const reason = `web ACL ${webAcl.properties.Name ?? webAcl.ref}: ${verdict.rule ?? 'default action'}`;
  throw new Failure('WAF_FILTERED', 'Forbidden', { reason, answer: verdict.response });
}

/** A path without method is as unknown as a path without resource (observed). */
function findMethod(gateway: Gateway, visit: Visit): void {
  const { api, arrival, stage } = visit;
  const { request } = arrival;
  // Slashes at both ends do not count.
  const segments = segmentsOf(arrival.path.replace(/^\/+/, '/').replace(/\/+$/, ''));
  const match = api.paths.match(segments, (place) => place);
  const method = match?.value.methods.get(request.method) ?? match?.value.methods.get('ANY');
  if (!match || !method)
    throw new Failure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token', {
      reason: `no method for ${request.method} ${arrival.path}`,
    });
  Object.assign(visit, { place: match.value, method, pathParameters: match.parameters });
  hop(gateway, request.traceId, api.key, `method ${method.method} ${match.value.path} (stage ${stage.name})`);
}

/** What a host answers for a stage that the API does not have. */
const unknownStage = (): HttpResponse =>
  jsonAnswer(403, { message: 'Forbidden' }, [
    ['x-amzn-requestid', randomUUID()],
    ['x-amzn-errortype', 'ForbiddenException'],
  ]);

function ownHeaders({ arrival, method, api }: Visit, failure: Failure | undefined): HeaderList {
  const traced = !failure && /^AWS|^HTTP$/.test(method?.integration.Type ?? '');
  return [
    ['x-amzn-requestid', arrival.requestId],
    ['x-amz-apigw-id', arrival.extendedRequestId],
    ...(traced ? ([['x-amzn-trace-id', arrival.request.traceId]] satisfies HeaderList) : []),
    // CloudFront before an edge-optimised API.
    ...(api.isEdge
      ? ([['x-cache', failure ? 'Error from cloudfront' : 'Miss from cloudfront']] satisfies HeaderList)
      : []),
  ];
}

function logPart(
  { arrival }: Visit,
  facts: IntegrationFacts,
  response: HttpResponse,
  failure: Failure | undefined,
): ContextVariables {
  const { latency, status, requestId, error } = facts;
  return {
    ...(failure ? { error: errorPart(failure) } : {}),
    integration: { latency, status, requestId, error, integrationStatus: status },
    integrationErrorMessage: error,
    integrationLatency: latency,
    integrationStatus: status,
    responseLatency: Math.round(performance.now() - arrival.started),
    responseLength: response.body.length,
    status: response.status,
  };
}
