import type { HttpResponse } from '../../contract.ts';
import type { Gateway } from '../gateway.ts';
import { callerOf, functionOf, type Invoked, invoke, withStageVariables } from '../invoke.ts';
import { proxyEvent } from './event.ts';
import { Failure, internalError } from './failure.ts';
import { proxyAnswer } from './function-answer.ts';
import type { IntegrationFacts } from './integrate.ts';
import type { IntegrationRequest } from './integration-request.ts';
import type { SelectableAnswer } from './integration-response.ts';
import { sourceArn, type Visit } from './visit.ts';

export const isFunction = (uri: unknown): boolean => functionOf(String(uri)) !== undefined;

/** `AWS_PROXY`: the request as an event, the answer as the function writes it. */
export async function proxyFunction(
  gateway: Gateway,
  visit: Visit,
  facts: IntegrationFacts,
): Promise<HttpResponse> {
  const integration = visit.method?.integration ?? {};
  // Functions are invoked by POST; another method fails (developer guide, "Lambda proxy integrations").
  if (integration.IntegrationHttpMethod && integration.IntegrationHttpMethod !== 'POST')
    throw internalError('IntegrationHttpMethod has to be POST for a function');
  const invoked = await call(gateway, visit, JSON.stringify(proxyEvent(visit)), 'request');
  facts.requestId = invoked.requestId;
  facts.status = 200;
  if (invoked.error) throw internalError(`the function failed: ${invoked.payload}`, 502);
  return proxyAnswer(invoked.payload, visit);
}

/** `AWS`: the mapped body is the event; `X-Amz-Invocation-Type: Event` invokes without waiting. */
export async function invokeFunction(
  gateway: Gateway,
  visit: Visit,
  { body, header }: IntegrationRequest,
  facts: IntegrationFacts,
): Promise<SelectableAnswer> {
  const type = Object.entries(header).find(([name]) => name.toLowerCase() === 'x-amz-invocation-type')?.[1];
  const isEvent = (type ?? '').replaceAll("'", '') === 'Event';
  const payload = body.length === 0 ? '{}' : body.toString();
  const invoked = await call(gateway, visit, payload, isEvent ? 'event' : 'request');
  facts.requestId = invoked.requestId;
  facts.status = isEvent ? 202 : 200;
  return {
    status: facts.status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(isEvent ? '' : invoked.payload),
    selection: invoked.error ? errorMessage(invoked.payload) : '',
  };
}

async function call(
  { cloud }: Gateway,
  visit: Visit,
  payload: string,
  type: 'request' | 'event',
): Promise<Exclude<Invoked, { failure: unknown }>> {
  const { method, stage, arrival } = visit;
  const { Uri, Credentials } = method?.integration ?? {};
  const functionArn = functionOf(withStageVariables(String(Uri), stage.variables));
  if (!functionArn) throw internalError(`${Uri} is no function`);
  const invoked = await invoke(cloud, {
    functionArn,
    payload,
    caller: callerOf(Credentials, sourceArn(visit), visit.identity.accessKey),
    traceId: arrival.request.traceId,
    timeout: method!.timeout,
    type,
  });
  if (!('failure' in invoked)) return invoked;
  if (invoked.failure === 'timeout') throw new Failure('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  // Of more than 6 MB (observed).
  if (invoked.failure === 'tooLarge')
    throw new Failure('REQUEST_TOO_LARGE', 'Request Too Long', { reason: invoked.message });
  if (invoked.failure === 'throttled')
    throw new Failure('INTEGRATION_FAILURE', 'Internal server error', {
      status: 500,
      reason: invoked.message,
    });
  throw internalError(invoked.message, invoked.failure === 'denied' ? 500 : 502);
}

function errorMessage(payload: string): string {
  try {
    return String((JSON.parse(payload) as { errorMessage?: unknown }).errorMessage ?? '');
  } catch {
    return '';
  }
}
