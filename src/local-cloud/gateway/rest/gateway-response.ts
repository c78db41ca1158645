import type { HttpResponse, Resource } from '../../contract.ts';
import { asText, type ContextVariables, contextValue, fillContext } from '../context.ts';
import { type HeaderList, isHeaderName, isHeaderValue, joined } from '../headers.ts';
import { type Failure, failures } from './failure.ts';
import type { Visit } from './visit.ts';
import { contextOf } from './visit.ts';

/** Gateway responses of an API by type. */
export type GatewayResponses = ReadonlyMap<string, CustomResponse>;

interface CustomResponse {
  status?: number;
  /** Header name -> mapping expression. */
  parameters: [name: string, expression: string][];
  /** Media type -> template. */
  templates: Record<string, string>;
}

export function compileGatewayResponses(resources: Resource[]): GatewayResponses {
  return new Map(
    resources.map(({ properties }) => {
      const { ResponseType, StatusCode, ResponseParameters = {}, ResponseTemplates = {} } = properties;
      const parameters = Object.entries(ResponseParameters).map(([key, expression]): [string, string] => [
        key.replace('gatewayresponse.header.', '').toLowerCase(),
        String(expression),
      ]);
      return [
        ResponseType,
        { status: StatusCode && Number(StatusCode), parameters, templates: ResponseTemplates },
      ];
    }),
  );
}

/** `ACCESS_DENIED` writes its member with a capital (developer guide, "Gateway response types"). */
const defaultTemplate = (type: string): string =>
  `{"${type === 'ACCESS_DENIED' ? 'Message' : 'message'}":$context.error.messageString}`;

/**
 * The answer to a failure: as the API's gateway response of its type says, or that of all 4xx or 5xx, or AWS's own
 * (developer guide, "Gateway responses"). Templates take `$context` and `$stageVariables`, no other VTL.
 */
export function failureAnswer(visit: Visit, failure: Failure): HttpResponse {
  const { gatewayResponses } = visit.api;
  const general = failure.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
  const custom = gatewayResponses.get(failure.type) ?? gatewayResponses.get(general);
  const context = contextOf(visit, { error: errorPart(failure) });
  const [type, template] = pickTemplate(custom, joined(visit.arrival.headers, 'accept'), failure);
  const text = fillContext(template, context, '').replace(
    /\$stageVariables\.(\w+)|\$\{stageVariables\.(\w+)\}/g,
    (_, bare?: string, braced?: string) => visit.stage.variables[(bare ?? braced)!] ?? '',
  );
  const headers: HeaderList = [
    ['content-type', type],
    ['x-amzn-errortype', failures[failure.type].error],
  ];
  for (const [name, expression] of custom?.parameters ?? []) {
    const value = parameter(expression, visit, context);
    if (value === undefined || !isHeaderName(name) || !isHeaderValue(value)) continue;
    const at = headers.findIndex(([key]) => key === name);
    if (at >= 0) headers.splice(at, 1);
    headers.push([name, value]);
  }
  return { status: custom?.status ?? statusFor(visit, failure), headers, body: Buffer.from(text) };
}

/**
 * A failure with a status of its own gets that of its type as soon as the API has a gateway response for it, even one that names
 * no status (observed of functions beyond their concurrency: 500 without and 504 with one of INTEGRATION_FAILURE).
 */
const statusFor = ({ api }: Visit, { type, status }: Failure): number =>
  api.gatewayResponses.has(type) && !type.startsWith('DEFAULT_') ? failures[type].status : status;

/** `$context.error` of a failure. The faults of a body come escaped, ready to stand between quotes in JSON. */
export const errorPart = ({ type, text, reason }: Failure): ContextVariables => ({
  message: text ?? 'null',
  messageString: JSON.stringify(text),
  responseType: type,
  validationErrorString: type === 'BAD_REQUEST_BODY' ? JSON.stringify(reason).slice(1, -1) : '',
});

function pickTemplate(custom: CustomResponse | undefined, accept = '', failure: Failure): [string, string] {
  const templates = custom?.templates ?? {};
  const accepted = accept.split(',').map((part) => part.split(';')[0]!.trim());
  const name = accepted.find((candidate) => Object.hasOwn(templates, candidate)) ?? 'application/json';
  const first = templates[name] === undefined ? Object.keys(templates)[0] : name;
  if (first !== undefined) return [first, templates[first]!];
  return failure.isBare
    ? ['text; charset=utf-8', '$context.error.message']
    : ['application/json', defaultTemplate(failure.type)];
}

/** `'static'`, `method.request.header.x`, `method.request.querystring.x`, `context.x`, `stageVariables.x`. */
function parameter(expression: string, visit: Visit, context: ContextVariables): string | undefined {
  if (expression.startsWith("'")) return expression.slice(1, -1);
  const [, root, name = ''] =
    /^(method\.request\.(?:header|querystring|path)|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
  if (root === 'context') {
    const value = contextValue(context, name);
    return value === undefined ? undefined : asText(value);
  }
  if (root === 'stageVariables') return visit.stage.variables[name];
  if (root === 'method.request.header') return joined(visit.arrival.headers, name);
  if (root === 'method.request.path') return visit.pathParameters[name];
  return visit.arrival.query.find(([key]) => key === name)?.[1];
}
