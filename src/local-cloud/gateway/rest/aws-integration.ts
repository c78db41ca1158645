import type { AwsResponse } from '../../contract.ts';
import { actionOfTarget, answered, callJson, callQuery, speaksJson } from '../aws/call.ts';
import type { Gateway } from '../gateway.ts';
import { callerOf, within } from '../invoke.ts';
import { Failure, internalError } from './failure.ts';
import type { IntegrationRequest } from './integration-request.ts';
import type { SelectableAnswer } from './integration-response.ts';
import { sourceArn, type Visit } from './visit.ts';

/** An `arn:aws:apigateway:<region>:<service>:<path|action>/<rest>` URI taken apart. */
interface Destination {
  region: string;
  service: string;
  kind: 'path' | 'action';
  rest: string;
}

/**
 * `AWS`: calls the service of the URI as the role of the integration, or as API Gateway where it has none. An action is the name of an operation; a path is what
 * an HTTP client would send (developer guide, "Integration request for AWS service integrations").
 */
export async function callAws(
  gateway: Gateway,
  visit: Visit,
  request: IntegrationRequest,
): Promise<SelectableAnswer> {
  const destination = destinationOf(request.uri);
  if (!destination) throw internalError(`${request.uri} is no URI of an AWS service`);
  const response = await within(visit.method!.timeout, send(gateway, visit, request, destination));
  if (!response) throw new Failure('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  const { status, headers = {}, body = '' } = response;
  return { status, headers: Object.entries(headers), body: Buffer.from(body), selection: String(status) };
}

function destinationOf(uri: string): Destination | undefined {
  const [, region, service, kind, rest] =
    /^arn:[\w-]+:apigateway:([\w-]+):(?:[\w-]+\.)?([\w-]+):(path|action)\/(.*)$/.exec(uri) ?? [];
  return service ? { region: region!, service, kind: kind as Destination['kind'], rest: rest! } : undefined;
}

async function send(
  { cloud }: Gateway,
  visit: Visit,
  request: IntegrationRequest,
  { region, service, kind, rest }: Destination,
): Promise<AwsResponse> {
  const { Credentials } = visit.method?.integration ?? {};
  const caller = callerOf(Credentials, sourceArn(visit), visit.identity.accessKey);
  const call = { service, region, caller, traceId: visit.arrival.request.traceId };
  const headers = lowerCase(request.header);
  const type = headers['content-type'] ?? '';
  const action = kind === 'action' ? rest.split('&')[0]! : actionOfTarget(headers['x-amz-target']);
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  const query = queryOf(request);
  const path = kind === 'path' ? `/${rest.replace(/^\//, '')}` : '/';
  // An operation named in the URI speaks the service's JSON where it has one; its form parameters say otherwise.
  if (action && speaksJson(service) && !isForm && !(service === 'sqs' && query.size > 0))
    return callJson(cloud, call, action, request.body);
  if (isForm || kind === 'action') {
    const form = isForm ? new URLSearchParams(request.body.toString()) : new URLSearchParams();
    for (const [name, value] of query) form.append(name, value);
    const accept = headers.accept ?? 'application/json';
    return callQuery(cloud, call, action ?? form.get('Action') ?? '', form, { path, accept });
  }
  return answered(cloud, {
    ...call,
    action: '',
    method: request.method,
    path: path.split('?')[0]!,
    query,
    headers,
    body: /^(GET|HEAD|DELETE)$/.test(request.method) ? Buffer.alloc(0) : request.body,
  });
}

function queryOf({ querystring, uri }: IntegrationRequest): URLSearchParams {
  const at = uri.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : uri.slice(at + 1));
  for (const [name, values] of Object.entries(querystring))
    for (const value of [values].flat()) query.append(name, value);
  return query;
}

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
