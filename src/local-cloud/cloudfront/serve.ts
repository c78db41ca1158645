import type { Cloud, HttpRequest, HttpResponse, Properties } from '../contract.ts';
import type { Cache } from './cache.ts';
import { judgedAtEdge } from './conditional.ts';
import { type DevOrigin, devOrigin, isToolPath, relaxed, servesSite } from './dev-origin.ts';
import {
  type Behaviour,
  type Distribution,
  errorPageOf,
  type Origin,
  type OriginGroup,
} from './distribution.ts';
import { functionRequest, functionResponse, requestFrom, responseFrom } from './function-event.ts';
import type { EdgeFunction } from './function-runtime.ts';
import { guard } from './guard.ts';
import { headerOf, mark, withHeader } from './headers.ts';
import { callEdge } from './lambda-edge.ts';
import { fetchOrigin, fetchTarget, type OriginAnswer, problem } from './origin-fetch.ts';
import { toOrigin } from './origin-request.ts';
import { applyResponseHeaders } from './response-headers.ts';
import { throughCache } from './through-cache.ts';

/** What serving a request of a distribution needs. */
export interface Edge {
  cloud: Cloud;
  distribution: Distribution;
  cache: Cache;
  /** A CloudFront Function by ARN. */
  functionOf(arn: string): Promise<EdgeFunction>;
  now(): number;
  /** Stands in for the built site, while a dev server does. */
  dev?: DevOrigin;
}

/** Serves one viewer request: the way of a request through CloudFront, in its order. */
export async function serve(viewer: HttpRequest, edge: Edge): Promise<HttpResponse> {
  const { distribution, cloud } = edge;
  const site = cloud.devSite;
  const behaviour = behaviourFor(distribution, viewer.path);
  if (!site || !servesSite(behaviour, distribution, site, cloud.model))
    return serveBy(behaviour, viewer, edge);
  if (isToolPath(viewer.path)) return site.fetch(viewer);
  return relaxed(await serveBy(behaviour, viewer, { ...edge, dev: devOrigin(viewer, site, cloud.model) }));
}

async function serveBy(behaviour: Behaviour, viewer: HttpRequest, edge: Edge): Promise<HttpResponse> {
  const { distribution } = edge;
  const rooted = viewer.path === '/' && distribution.defaultRootObject;
  const path = rooted ? `/${distribution.defaultRootObject}` : viewer.path;
  const blocked = guard(viewer, edge);
  if (blocked) return finish(await withErrorPage(blocked, viewer, edge), viewer, behaviour, edge);
  if (!behaviour.methods.has(viewer.method)) {
    const text =
      'This distribution is not configured to allow the HTTP request method that was used for this request.';
    return finish(problem(403, text), viewer, behaviour, edge);
  }
  const entered = await onViewerRequest({ ...viewer, path }, behaviour, edge);
  if (entered.response) return finish(entered.response, viewer, behaviour, edge);
  const answered = await withErrorPage(await cached(entered.request, behaviour, edge), entered.request, edge);
  return finish(answered, entered.request, behaviour, edge);
}

function behaviourFor({ behaviours }: Distribution, path: string): Behaviour {
  return behaviours.find((behaviour) => behaviour.matches(path)) ?? behaviours.at(-1)!;
}

async function onViewerRequest(request: HttpRequest, behaviour: Behaviour, edge: Edge) {
  const functionArn = behaviour.functions.get('viewer-request');
  if (functionArn) {
    const returned = await runFunction(functionArn, 'viewer-request', request, undefined, edge);
    if ('failure' in returned) return { request, response: returned.failure };
    if (returned.result.statusCode !== undefined) {
      const response = responseFrom(returned.result);
      return { request, response: mark(response, 'FunctionGeneratedResponse from cloudfront') };
    }
    return { request: requestFrom(returned.result, request) };
  }
  const lambda = behaviour.lambdas.get('viewer-request');
  if (!lambda) return { request };
  const { distribution, cloud } = edge;
  const called = await callEdge({ ...lambda, event: 'viewer-request', distribution, request }, cloud);
  const response = called.response && mark(called.response, 'LambdaGeneratedResponse from cloudfront');
  return { request: called.request ?? request, response };
}

const cached = (request: HttpRequest, behaviour: Behaviour, edge: Edge): Promise<HttpResponse> =>
  throughCache(request, behaviour, edge, (asked) => fromOrigin(toOrigin(asked, behaviour), behaviour, edge));

async function fromOrigin(request: HttpRequest, behaviour: Behaviour, edge: Edge): Promise<HttpResponse> {
  const target = targetOf(edge.distribution, behaviour.target);
  if (!target) return problem(502, `The behaviour ${behaviour.pattern} names no origin.`);
  return fetchTarget(request, target, (asked, origin) => askOrigin(asked, origin, behaviour, edge));
}

/** One origin with the two origin events around it. */
async function askOrigin(
  request: HttpRequest,
  origin: Origin,
  behaviour: Behaviour,
  edge: Edge,
): Promise<OriginAnswer> {
  const { cloud, distribution } = edge;
  const before = behaviour.lambdas.get('origin-request');
  const called = before
    ? await callEdge({ ...before, event: 'origin-request', distribution, request, origin }, cloud)
    : {};
  const sent = called.request ?? request;
  const asked = called.origin ?? origin;
  const response =
    called.response ??
    (await (edge.dev?.fetch(sent, asked) ?? fetchOrigin(sent, asked, distribution, cloud)));
  const after = behaviour.lambdas.get('origin-response');
  if (!after || called.response) return response;
  const changed = await callEdge(
    { ...after, event: 'origin-response', distribution, request: sent, response, origin: asked },
    cloud,
  );
  return changed.response ?? response;
}

function targetOf(
  { origins, groups }: Distribution,
  id: string,
): Origin | { group: OriginGroup; members: Origin[] } | undefined {
  const group = groups.get(id);
  if (!group) return origins.get(id);
  return { group, members: group.members.flatMap((member) => origins.get(member) ?? []) };
}

/** Custom error responses replace what the origin said, for every behaviour of the distribution. */
async function withErrorPage(
  response: HttpResponse,
  request: HttpRequest,
  edge: Edge,
): Promise<HttpResponse> {
  const page = errorPageOf(edge.distribution, response);
  if (!page?.path) return response;
  const pageRequest: HttpRequest = {
    ...request,
    method: 'GET',
    path: page.path,
    rawQuery: '',
    headers: request.headers.filter(([name]) => !judgedAtEdge.includes(name)),
    body: Buffer.alloc(0),
  };
  const found = await cached(pageRequest, behaviourFor(edge.distribution, page.path), edge);
  if (found.status >= 400) return response;
  const headers = withHeader(found.headers, 'x-cache', 'Error from cloudfront');
  return { ...found, headers, status: page.responseCode ?? response.status };
}

/** Headers policy and viewer-response function; functions are not run for errors of 400 and above. */
async function finish(
  response: HttpResponse,
  request: HttpRequest,
  behaviour: Behaviour,
  edge: Edge,
): Promise<HttpResponse> {
  const { distribution, cloud } = edge;
  const policy = behaviour.responseHeaders;
  let answer = policy ? applyResponseHeaders(policy, request, response) : response;
  const functionArn = behaviour.functions.get('viewer-response');
  const lambda = behaviour.lambdas.get('viewer-response');
  if (answer.status < 400 && functionArn) {
    const returned = await runFunction(functionArn, 'viewer-response', request, answer, edge);
    answer = 'failure' in returned ? returned.failure : responseFrom(returned.result, answer);
  } else if (answer.status < 400 && lambda) {
    const called = await callEdge(
      { ...lambda, event: 'viewer-response', distribution, request, response: answer },
      cloud,
    );
    answer = called.response ?? answer;
  }
  const cache = headerOf(answer.headers, 'x-cache') ?? 'Miss from cloudfront';
  const stamped: [string, string][] = [
    ['x-cache', cache],
    ['via', `1.1 ${distribution.domainName} (CloudFront)`],
    ['x-amz-cf-pop', 'LOCAL-P1'],
    ['x-amz-cf-id', request.traceId],
  ];
  const headers = stamped.reduce((list, [name, value]) => withHeader(list, name, value), answer.headers);
  return request.method === 'HEAD' ? headOf({ ...answer, headers }) : { ...answer, headers };
}

/** An answer to HEAD tells the length of the body that it leaves out. */
function headOf(answer: HttpResponse): HttpResponse {
  const isSized = answer.body.length === 0 || headerOf(answer.headers, 'content-length') !== undefined;
  const headers = isSized
    ? answer.headers
    : withHeader(answer.headers, 'content-length', String(answer.body.length));
  return { ...answer, headers, body: Buffer.alloc(0) };
}

async function runFunction(
  arn: string,
  eventType: 'viewer-request' | 'viewer-response',
  request: HttpRequest,
  response: HttpResponse | undefined,
  { distribution, functionOf, cloud }: Edge,
): Promise<{ result: Properties } | { failure: HttpResponse }> {
  const started = performance.now();
  const hop = {
    traceId: request.traceId,
    kind: 'hop' as const,
    source: `distribution:${distribution.resource.path}`,
  };
  try {
    const run = await functionOf(arn);
    const result = await run.run({
      version: '1.0',
      context: {
        distributionDomainName: distribution.domainName,
        distributionId: distribution.id,
        eventType,
        requestId: request.traceId,
      },
      viewer: { ip: request.sourceIp },
      request: functionRequest(request),
      ...(response ? { response: functionResponse(response) } : {}),
    });
    if (result === null || typeof result !== 'object')
      throw new Error('the function returned no request or response');
    cloud.trace({
      ...hop,
      text: `function ${run.name} (${eventType})`,
      duration: performance.now() - started,
    });
    return { result };
  } catch (error) {
    cloud.trace({ ...hop, text: `function ${arn} failed: ${error}`, status: 503 });
    return {
      failure: mark(
        problem(503, `The CloudFront function failed: ${error}`),
        'FunctionExecutionError from cloudfront',
      ),
    };
  }
}
