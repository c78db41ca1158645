import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import type { ViewerEvent } from './distribution.ts';
import { functionEvent, requestFrom, responseFrom } from './function-event.ts';
import type { OriginChange } from './function-modules.ts';
import { mark } from './headers.ts';
import { problem } from './origin-fetch.ts';
import { changedTarget, type Target } from './origin-target.ts';
import type { Edge } from './serve.ts';

/** What a function made of a viewer request: a request to go on with, perhaps to another origin, or an answer. */
export interface Entered {
  request: HttpRequest;
  target?: Target;
  response?: HttpResponse;
}

/** Runs a CloudFront Function before the cache; `target` is where the request is on its way to. */
export async function runRequestFunction(
  arn: string,
  request: HttpRequest,
  target: Target | undefined,
  edge: Edge,
): Promise<Entered> {
  const taken = (result: Properties, change: OriginChange | undefined): Entered => {
    if (result.statusCode !== undefined) {
      const response = mark(responseFrom(result), 'FunctionGeneratedResponse from cloudfront');
      return { request, response };
    }
    const sent = requestFrom(result, request);
    return { request: sent, target: change ? changedTarget(change, target, edge.distribution) : target };
  };
  const outcome = await run(arn, { eventType: 'viewer-request', request }, taken, edge);
  return 'failure' in outcome ? { request, response: outcome.failure } : outcome.value;
}

/** Runs a CloudFront Function on its way back to the viewer. */
export async function runResponseFunction(
  arn: string,
  request: HttpRequest,
  response: HttpResponse,
  edge: Edge,
): Promise<HttpResponse> {
  const taken = (result: Properties, change: OriginChange | undefined): HttpResponse => {
    if (change) throw new Error('an origin is chosen for viewer requests only');
    return responseFrom(result, response);
  };
  const outcome = await run(arn, { eventType: 'viewer-response', request, response }, taken, edge);
  return 'failure' in outcome ? outcome.failure : outcome.value;
}

/**
 * Runs a function and takes what it returned: 503 for one that fails, 502 for a result that CloudFront does not take
 * (developer guide, "Restrictions on all edge functions").
 */
async function run<Value>(
  arn: string,
  { eventType, request, response }: { eventType: ViewerEvent; request: HttpRequest; response?: HttpResponse },
  taken: (result: Properties, change: OriginChange | undefined) => Value,
  { distribution, functionOf, cloud }: Edge,
): Promise<{ value: Value } | { failure: HttpResponse }> {
  const started = performance.now();
  const hop = (text: string, status?: number) =>
    cloud.trace({
      traceId: request.traceId,
      kind: 'hop',
      source: `distribution:${distribution.resource.path}`,
      text,
      duration: performance.now() - started,
      ...(status ? { status } : {}),
    });
  const failed = (status: number, type: string, text: string): { failure: HttpResponse } => {
    hop(`function ${arn} failed: ${text}`, status);
    return { failure: problem(status, text, `${type} from cloudfront`) };
  };
  const context = {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType,
    requestId: request.traceId,
  };
  try {
    const loaded = await functionOf(arn);
    const { result, origin } = loaded.run(functionEvent(context, request, response));
    try {
      if (result === null || typeof result !== 'object')
        throw new Error('it is neither a request nor a response');
      const value = taken(result as Properties, origin);
      hop(`function ${loaded.name} (${eventType})`);
      return { value };
    } catch (error) {
      const text = `The CloudFront function returned an invalid value: ${messageOf(error)}`;
      return failed(502, 'FunctionValidationError', text);
    }
  } catch (error) {
    return failed(503, 'FunctionExecutionError', `The CloudFront function failed: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
