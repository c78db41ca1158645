import { jsonPath } from '../../../json-path.ts';
import type { Visit } from '../visit.ts';
import { contextOf } from '../visit.ts';
import type { Variables } from './template.ts';
import { util } from './util.ts';

/** What templates may change of the request to the integration and of the answer. */
export interface Overrides {
  requestOverride: {
    header: Record<string, unknown>;
    querystring: Record<string, unknown>;
    path: Record<string, unknown>;
  };
  responseOverride: { header: Record<string, unknown>; status?: unknown };
}

export const noOverrides = (): Overrides => ({
  requestOverride: { header: {}, querystring: {}, path: {} },
  responseOverride: { header: {} },
});

/**
 * The variables of a mapping template (developer guide, "Variables for data transformations", 2026). `body` is the
 * request's in a request template and the integration's in a response template.
 */
export function templateVariables(visit: Visit, body: string, overrides: Overrides): Variables {
  const context = { ...contextOf(visit), ...overrides };
  return { context, stageVariables: visit.stage.variables, input: inputOf(visit, body), util };
}

function inputOf(visit: Visit, body: string) {
  let document: { value: unknown } | undefined;
  const at = (path: string): unknown => {
    document ??= { value: parsed(body) };
    return jsonPath(document.value, path);
  };
  const header = caseless(visit);
  const querystring = Object.fromEntries(visit.arrival.query);
  const path = visit.pathParameters;
  return {
    body: body === '' ? '{}' : body,
    // A request without body is `{}` to the pass-through template that AWS offers (observed).
    json: (expression: string) =>
      body === '' && expression === '$' ? '{}' : JSON.stringify(at(expression) ?? ''),
    path: (expression: string) => structuredClone(at(expression)),
    params: (name?: string) =>
      name === undefined
        ? { path, querystring, header }
        : (path[name] ?? querystring[name] ?? header[name] ?? ''),
    toString: () => '$input',
  };
}

/** Headers by name in any case: over HTTP/2 they arrive in lower case, over HTTP/1.1 as the client wrote them. */
function caseless({ arrival }: Visit): Record<string, string> {
  const values = Object.fromEntries([...arrival.headers].map(([name, list]) => [name, list.at(-1)!]));
  return new Proxy(values, {
    get: (target, name) =>
      typeof name === 'string'
        ? Object.hasOwn(target, name.toLowerCase())
          ? target[name.toLowerCase()]
          : undefined
        : undefined,
  });
}

/** What does not begin like JSON is a text to `$`: so templates take forms apart, and see the XML of a service. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body === '' || /^\s*[{["]/.test(body) ? undefined : body;
  }
}
