import type { Cloud, HttpRequest, HttpResponse } from '../contract.ts';
import type { Cache } from './cache.ts';
import { judgedAtEdge } from './conditional.ts';
import { type DevOrigin, devOrigin, isToolPath, relaxed, servesSite } from './dev-origin.ts';
import { type Behaviour, behaviourFor, type Distribution, errorPageOf } from './distribution.ts';
import type { EdgeFunction } from './function-runtime.ts';
import { guard } from './guard.ts';
import { headerOf, mark, withHeader } from './headers.ts';
import { callEdge } from './lambda-edge.ts';
import type { Origin } from './origin.ts';
import { fetchOrigin, fetchTarget, type OriginAnswer, problem } from './origin-fetch.ts';
import { toOrigin, withHost } from './origin-request.ts';
import { type Target, targetOf } from './origin-target.ts';
import { applyResponseHeaders } from './response-headers.ts';
import { throughCache } from './through-cache.ts';
import { type Entered, runRequestFunction, runResponseFunction } from './viewer-functions.ts';

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
  const { request, target, response } = await onViewerRequest({ ...viewer, path }, behaviour, edge);
  if (response) return finish(response, viewer, behaviour, edge);
  const answered = await cached(request, target, behaviour, edge);
  const shown = await withErrorPage(answered, request, edge);
  // Functions are run neither for what the origin refuses nor for the page that stands in for it ("CloudFront events
  // that can trigger a Lambda@Edge function", viewer response).
  if (answered.status >= 400 || shown !== answered) return finish(shown, request, behaviour, edge);
  const policed = withPolicy(shown, request, behaviour);
  return stamped(await onViewerResponse(policed, request, behaviour, edge), request, distribution);
}

async function onViewerRequest(request: HttpRequest, behaviour: Behaviour, edge: Edge): Promise<Entered> {
  const target = targetOf(edge.distribution, behaviour.target);
  const functionArn = behaviour.functions.get('viewer-request');
  if (functionArn) return runRequestFunction(functionArn, request, target, edge);
  const lambda = behaviour.lambdas.get('viewer-request');
  if (!lambda) return { request, target };
  const { distribution, cloud } = edge;
  const called = await callEdge({ ...lambda, event: 'viewer-request', distribution, request }, cloud);
  const response = called.response && mark(called.response, 'LambdaGeneratedResponse from cloudfront');
  return { request: called.request ?? request, target, response };
}

async function onViewerResponse(
  response: HttpResponse,
  request: HttpRequest,
  behaviour: Behaviour,
  edge: Edge,
): Promise<HttpResponse> {
  const functionArn = behaviour.functions.get('viewer-response');
  if (functionArn) return runResponseFunction(functionArn, request, response, edge);
  const lambda = behaviour.lambdas.get('viewer-response');
  if (!lambda) return response;
  const { distribution, cloud } = edge;
  const called = await callEdge(
    { ...lambda, event: 'viewer-response', distribution, request, response },
    cloud,
  );
  return called.response ?? response;
}

const cached = (
  request: HttpRequest,
  target: Target | undefined,
  behaviour: Behaviour,
  edge: Edge,
): Promise<HttpResponse> =>
  throughCache(request, behaviour, edge, async (asked) => {
    if (!target) return problem(502, `The behaviour ${behaviour.pattern} names no origin.`);
    return fetchTarget(toOrigin(asked, behaviour), target, (sent, origin) =>
      askOrigin(withHost(sent, origin), origin, behaviour, edge),
    );
  });

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
  const behaviour = behaviourFor(edge.distribution, page.path);
  const found = await cached(pageRequest, targetOf(edge.distribution, behaviour.target), behaviour, edge);
  if (found.status >= 400) return response;
  const headers = withHeader(found.headers, 'x-cache', 'Error from cloudfront');
  return { ...found, headers, status: page.responseCode ?? response.status };
}

/** What goes to the viewer without a function: with the headers policy, and with what CloudFront adds itself. */
const finish = (response: HttpResponse, request: HttpRequest, behaviour: Behaviour, edge: Edge) =>
  stamped(withPolicy(response, request, behaviour), request, edge.distribution);

const withPolicy = (response: HttpResponse, request: HttpRequest, { responseHeaders }: Behaviour) =>
  responseHeaders ? applyResponseHeaders(responseHeaders, request, response) : response;

function stamped(answer: HttpResponse, request: HttpRequest, { domainName }: Distribution): HttpResponse {
  const own: [string, string][] = [
    ['x-cache', headerOf(answer.headers, 'x-cache') ?? 'Miss from cloudfront'],
    ['via', `1.1 ${domainName} (CloudFront)`],
    ['x-amz-cf-pop', 'LOCAL-P1'],
    ['x-amz-cf-id', request.traceId],
  ];
  const headers = own.reduce((list, [name, value]) => withHeader(list, name, value), answer.headers);
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
