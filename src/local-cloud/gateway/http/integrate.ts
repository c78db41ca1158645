import type { HttpResponse } from '../../contract.ts';
import { jsonAnswer } from '../answer.ts';
import type { ContextVariables } from '../context.ts';
import { type Gateway, hop } from '../gateway.ts';
import { callerOf, functionOf, type Invoked, invoke, withStageVariables } from '../invoke.ts';
import type { HttpIntegration } from './api.ts';
import { eventV1 } from './event-v1.ts';
import { eventV2 } from './event-v2.ts';
import { functionAnswer } from './function-answer.ts';
import { type Hit, signerOf } from './hit.ts';
import { mapResponse, proxyHttp } from './http-integration.ts';
import { callService } from './service-integration.ts';

/** The answer of an integration and what the access log says of it. */
export interface Integrated {
  response: HttpResponse;
  context: ContextVariables;
}

const internal = () => jsonAnswer(500, { message: 'Internal Server Error' });
/** What a client sees of an integration that takes too long or is overloaded (observed with HTTP APIs). */
const unavailable = () => jsonAnswer(503, { message: 'Service Unavailable' });
const tooLarge = () => jsonAnswer(413, { message: 'Request Entity Too Large' });
const refusals = {
  denied: internal,
  failed: internal,
  throttled: unavailable,
  timeout: unavailable,
  tooLarge,
} as const;

/** Calls the integration of the route. */
export async function integrate(gateway: Gateway, hit: Hit): Promise<Integrated> {
  const { integration } = hit.route;
  if (!integration) return failed(hit, gateway, internal(), 'the route has no integration');
  const started = performance.now();
  const outcome =
    integration.kind === 'lambda'
      ? await byFunction(gateway, hit, integration)
      : integration.kind === 'service'
        ? await byService(gateway, hit, integration)
        : await byHttp(gateway, hit, integration);
  const latency = Math.round(performance.now() - started);
  const { response, text, requestId, error } = outcome;
  hop(gateway, hit.arrival.request.traceId, hit.api.key, text, { status: response.status, started });
  return {
    response,
    context: {
      integration: {
        latency,
        requestId,
        error,
        status: response.status,
        integrationStatus: error ? 500 : 200,
      },
      integrationErrorMessage: error,
      integrationLatency: latency,
      integrationStatus: error ? 500 : 200,
      ...(error
        ? { error: { message: messageOf(response), messageString: JSON.stringify(messageOf(response)) } }
        : {}),
    },
  };
}

interface Outcome {
  response: HttpResponse;
  text: string;
  requestId?: string;
  error?: string;
}

async function byFunction(gateway: Gateway, hit: Hit, integration: HttpIntegration): Promise<Outcome> {
  const { api, stage, route, arrival } = hit;
  const functionArn = functionOf(withStageVariables(integration.functionUri, stage.variables));
  if (!functionArn)
    return { response: internal(), text: `${integration.functionUri} is no function`, error: 'invalid URI' };
  const event = integration.payload === '2.0' ? eventV2(hit) : eventV1(hit);
  const path = route.path === '$default' ? '/$default' : `/${arrival.request.method}${route.path}`;
  const invoked = await invoke(gateway.cloud, {
    functionArn,
    payload: JSON.stringify(event),
    caller: callerOf(integration.credentialsArn, `${api.executeArn}/${stage.name}${path}`, signerOf(hit)),
    traceId: arrival.request.traceId,
    timeout: integration.timeout,
  });
  const name = functionArn.split(':')[6];
  if ('failure' in invoked) {
    return {
      response: refusals[invoked.failure](),
      text: `function ${name}: ${invoked.message}`,
      error: invoked.message,
    };
  }
  return { ...readInvoked(invoked, integration), requestId: invoked.requestId, text: `function ${name}` };
}

function readInvoked(invoked: Exclude<Invoked, { failure: unknown }>, { payload }: HttpIntegration) {
  if (invoked.error)
    return { response: internal(), error: `The Lambda function returned: ${invoked.payload}` };
  const response = functionAnswer(invoked.payload, payload);
  return response
    ? { response }
    : {
        response: internal(),
        error: 'The response from the Lambda function does not match the format that API Gateway expects.',
      };
}

async function byService(gateway: Gateway, hit: Hit, integration: HttpIntegration): Promise<Outcome> {
  const subtype = integration.properties.IntegrationSubtype;
  const answer = await callService(gateway, hit, integration);
  if (!answer) return { response: internal(), text: `${subtype} is not served`, error: 'not served' };
  if ('missing' in answer) {
    const text = `${subtype}: the request gives nothing for ${answer.missing}`;
    return { response: jsonAnswer(400, { message: 'Bad Request' }), text, error: text };
  }
  const error = answer.status >= 400 ? answer.body.toString() : undefined;
  // A role that may not is the API's fault, not the client's.
  const denied = error !== undefined && /AccessDenied/.test(error);
  const response = denied ? internal() : mapResponse(answer, hit, integration.responseParameters);
  return { response, text: String(subtype), error };
}

async function byHttp(gateway: Gateway, hit: Hit, integration: HttpIntegration): Promise<Outcome> {
  const uri = String(integration.properties.IntegrationUri);
  const answer = await proxyHttp(gateway, hit, integration);
  if (answer === 'timeout') return { response: unavailable(), text: `${uri}: timed out`, error: 'timeout' };
  if (answer === 'unreachable')
    return { response: unavailable(), text: `${uri}: out of reach`, error: 'unreachable' };
  return { response: answer, text: uri };
}

function failed(hit: Hit, gateway: Gateway, response: HttpResponse, error: string): Integrated {
  hop(gateway, hit.arrival.request.traceId, hit.api.key, error, { status: response.status });
  return { response, context: { error: { message: messageOf(response) } } };
}

/** `message` of a JSON answer; the answer of a service may be anything else. */
function messageOf({ body }: HttpResponse): string {
  try {
    const { message } = JSON.parse(body.toString()) as { message?: unknown };
    return String(message ?? '');
  } catch {
    return body.toString();
  }
}
