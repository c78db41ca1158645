import type { HttpRequest, HttpResponse } from '../../contract.ts';
import { logAccess } from '../access-log.ts';
import { jsonAnswer } from '../answer.ts';
import { type Arrival, arrive, type Target } from '../arrival.ts';
import type { ContextVariables } from '../context.ts';
import { type Gateway, hop } from '../gateway.ts';
import { findRoute, type HttpApi, type HttpStage } from './api.ts';
import { authorize } from './authorize.ts';
import { isPreflight, preflightAnswer, withCors } from './cors.ts';
import { contextOf, type Hit } from './hit.ts';
import { type Integrated, integrate } from './integrate.ts';

/** 10 MB (quotas of HTTP APIs). */
const bodyLimit = 10 * 1024 * 1024;

/**
 * The stage of a request on the execute-api host: the first segment of the path where it names one, else `$default`.
 * `undefined` when the API has no stage for it.
 */
export function targetOf(api: HttpApi, path: string): Target | undefined {
  const first = /^\/([^/]*)/.exec(path)?.[1] ?? '';
  const named = first !== '$default' && api.stages.has(first);
  if (named) return { stage: first, path: path.slice(first.length + 1) || '/', domainName: api.host };
  return api.stages.has('$default') ? { stage: '$default', path, domainName: api.host } : undefined;
}

/** Serves one request of an HTTP API: the way of a request through the gateway, in its order. */
export async function serveHttpApi(
  gateway: Gateway,
  api: HttpApi,
  request: HttpRequest,
  target: Target | undefined,
): Promise<HttpResponse> {
  const stage = target && api.stages.get(target.stage);
  if (!stage) return jsonAnswer(404, { message: 'Not Found' });
  const arrival = arrive(request, target);
  const { hit, response, context } = await respond(gateway, api, stage, arrival);
  const sealed = api.cors ? withCors(api.cors, request, arrival.headers, response) : response;
  logAccess(gateway.cloud, api.key, request.traceId, stage.accessLog, () =>
    contextOf(hit, {
      ...context,
      responseLatency: Math.round(performance.now() - arrival.started),
      responseLength: sealed.body.length,
      status: sealed.status,
    }),
  );
  return { ...sealed, headers: [...sealed.headers, ['apigw-requestid', arrival.requestId]] };
}

interface Responded extends Integrated {
  hit: Hit;
}

async function respond(
  gateway: Gateway,
  api: HttpApi,
  stage: HttpStage,
  arrival: Arrival,
): Promise<Responded> {
  const { request, path } = arrival;
  const found = findRoute(api, request.method, path);
  const hit: Hit = {
    api,
    stage,
    arrival,
    route: found?.value ?? { key: '-', path: '-', authorization: 'NONE', scopes: [] },
    pathParameters: found?.parameters ?? {},
  };
  const refuse = (response: HttpResponse, message?: string): Responded => ({
    hit,
    response,
    context: message === undefined ? {} : errorContext(message),
  });
  if (request.body.length > bodyLimit)
    return refuse(jsonAnswer(413, { message: 'Request Entity Too Large' }), 'Request Entity Too Large');
  if (!found) {
    const isCors = api.cors !== undefined && isPreflight(request, arrival.headers);
    const text = isCors ? 'preflight answered by CORS' : `no route for ${request.method} ${path}`;
    hop(gateway, request.traceId, api.key, text, { status: isCors ? 204 : 404 });
    return isCors
      ? refuse(preflightAnswer())
      : refuse(jsonAnswer(404, { message: 'Not Found' }), 'Not Found');
  }
  hop(gateway, request.traceId, api.key, `route ${hit.route.key} (stage ${stage.name})`);
  const authorized = await authorize(gateway, hit);
  if ('refusal' in authorized) {
    const { status } = authorized.refusal;
    return refuse(
      authorized.refusal,
      status === 401 ? 'Unauthorized' : status === 403 ? 'Forbidden' : 'Internal Server Error',
    );
  }
  if (authorized.authorizer) hit.authorizer = authorized.authorizer;
  if (gateway.throttling && stage.throttles?.(hit.route)?.(gateway.now()) === false) {
    const text = `more requests than the throttle of ${hit.route.key} in the stage ${stage.name} lets pass; throttling: false in the gateway part of dev/config.ts turns it off`;
    hop(gateway, request.traceId, api.key, text, { status: 429 });
    return refuse(jsonAnswer(429, { message: 'Too Many Requests' }), 'Too Many Requests');
  }
  return { hit, ...(await integrate(gateway, hit)) };
}

const errorContext = (message: string): ContextVariables => ({
  error: { message, messageString: JSON.stringify(message) },
});
