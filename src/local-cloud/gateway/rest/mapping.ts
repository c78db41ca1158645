import { jsonPath } from '../../json-path.ts';
import { asText, contextValue } from '../context.ts';
import { joined, last } from '../headers.ts';
import { Failure, internalError } from './failure.ts';
import { contextOf, type Visit } from './visit.ts';

/** Parameters of a request to an integration, by place. */
export interface Mapped {
  header: Record<string, string>;
  querystring: Record<string, string | string[]>;
  path: Record<string, string>;
}

/** Maps `integration.request.<place>.<name>` (developer guide, "Parameter mapping for REST APIs"). */
export function mapRequest(parameters: Record<string, string>, visit: Visit): Mapped {
  const mapped: Mapped = { header: {}, querystring: {}, path: {} };
  for (const [target, expression] of Object.entries(parameters)) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    const value = requestValue(expression, visit);
    if (!place || value === undefined || value === '') continue;
    if (place === 'querystring') mapped.querystring[name] = value;
    else mapped[place as 'header' | 'path'][name] = Array.isArray(value) ? value.join(',') : value;
  }
  return mapped;
}

function requestValue(expression: string, visit: Visit): string | string[] | undefined {
  const { arrival, pathParameters } = visit;
  const [, place, name = ''] = /^method\.request\.(\w+)\.?(.*)$/.exec(expression) ?? [];
  switch (place) {
    case 'header':
      return last(arrival.headers, name);
    case 'multivalueheader':
      return joined(arrival.headers, name);
    case 'path':
      return pathParameters[name];
    case 'querystring':
      return arrival.query.findLast(([key]) => key === name)?.[1];
    case 'multivaluequerystring':
      return arrival.query.filter(([key]) => key === name).map(([, value]) => value);
    case 'body':
      return bodyValue(
        arrival.request.body,
        name,
        () => new Failure('DEFAULT_4XX', 'Invalid JSON in request body'),
      );
    default:
      return commonValue(expression, visit);
  }
}

/** What the answer of an integration is mapped from. */
export interface IntegrationAnswer {
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Maps `method.response.header.<name>`. */
export function mapResponse(
  parameters: Record<string, string>,
  answer: IntegrationAnswer,
  visit: Visit,
): [string, string][] {
  return Object.entries(parameters).flatMap(([target, expression]): [string, string][] => {
    const value = responseValue(expression, answer, visit);
    const name = target.replace('method.response.header.', '');
    return value === undefined || value === '' ? [] : [[name, value]];
  });
}

function responseValue(
  expression: string,
  { headers, body }: IntegrationAnswer,
  visit: Visit,
): string | undefined {
  const [, place, name = ''] = /^integration\.response\.(\w+)\.?(.*)$/.exec(expression) ?? [];
  const values = () =>
    headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  if (place === 'header') return values().at(-1);
  if (place === 'multivalueheader') return values().join(',') || undefined;
  if (place === 'body')
    return bodyValue(body, name, () => internalError('the answer of the integration is not JSON'));
  return commonValue(expression, visit);
}

/** `'static'`, `context.x`, `stageVariables.x` */
function commonValue(expression: string, visit: Visit): string | undefined {
  if (expression.startsWith("'") && expression.endsWith("'")) return expression.slice(1, -1);
  if (expression.startsWith('stageVariables.'))
    return visit.stage.variables[expression.slice('stageVariables.'.length)];
  if (!expression.startsWith('context.')) return undefined;
  const value = contextValue(contextOf(visit), expression.slice('context.'.length));
  return value === undefined ? undefined : asText(value);
}

/** The whole body, or what a JSON path finds in it; a body that does not begin like JSON has no members (observed). */
function bodyValue(body: Buffer, path: string, invalid: () => Failure): string | undefined {
  const text = body.toString().trim();
  if (path === '') return text;
  if (!/^[{["']/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalid();
  }
  const value = jsonPath(document, path.startsWith('$') ? path : `$.${path}`);
  return value === undefined || value === null ? undefined : asText(value);
}
