import type { HttpResponse } from '../../contract.ts';
import { type Gateway, hop } from '../gateway.ts';
import { callAws } from './aws-integration.ts';
import { Failure, internalError } from './failure.ts';
import { callHttp, proxyHttp } from './http-integration.ts';
import { integrationRequest } from './integration-request.ts';
import { integrationResponse } from './integration-response.ts';
import { invokeFunction, isFunction, proxyFunction } from './lambda-integration.ts';
import { mockAnswer } from './mock-integration.ts';
import type { Visit } from './visit.ts';

/** Facts of the integration for the access log, filled as they become known. */
export interface IntegrationFacts {
  latency?: number;
  status?: number;
  requestId?: string;
  error?: string;
}

/**
 * Calls the integration of the method.
 * @throws Failure when the gateway answers instead
 */
export async function integrate(
  gateway: Gateway,
  visit: Visit,
  facts: IntegrationFacts,
): Promise<HttpResponse> {
  const integration = visit.method?.integration ?? {};
  const { traceId } = visit.arrival.request;
  const started = performance.now();
  const text = `integration ${integration.Type} ${integration.Uri ?? ''}`.trim();
  try {
    const response = await dispatch(gateway, visit, facts);
    facts.status ??= response.status;
    hop(gateway, traceId, visit.api.key, text, { status: response.status, started });
    return response;
  } catch (error) {
    if (error instanceof Failure) {
      facts.error = error.reason;
      hop(gateway, traceId, visit.api.key, `${text}: ${error.reason}`, { status: error.status, started });
    }
    throw error;
  } finally {
    facts.latency = Math.round(performance.now() - started);
  }
}

async function dispatch(gateway: Gateway, visit: Visit, facts: IntegrationFacts): Promise<HttpResponse> {
  const integration = visit.method?.integration ?? {};
  switch (integration.Type) {
    case 'AWS_PROXY':
      return proxyFunction(gateway, visit, facts);
    case 'HTTP_PROXY':
      return proxyHttp(gateway, visit);
    case 'MOCK': {
      const request = await integrationRequest(visit);
      return integrationResponse(visit, mockAnswer(request), request.overrides);
    }
    case 'HTTP': {
      const request = await integrationRequest(visit);
      return integrationResponse(visit, await callHttp(gateway, visit, request), request.overrides);
    }
    case 'AWS': {
      const request = await integrationRequest(visit);
      const answer = isFunction(integration.Uri)
        ? await invokeFunction(gateway, visit, request, facts)
        : await callAws(gateway, visit, request);
      return integrationResponse(visit, answer, request.overrides);
    }
    default:
      throw internalError(`the method has no integration that can be called (${integration.Type ?? 'none'})`);
  }
}
