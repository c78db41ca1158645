import type { HttpResponse } from '../../contract.ts';
import { jsonPath } from '../../json-path.ts';
import { asText, contextValue } from '../context.ts';
import { joined } from '../headers.ts';
import { contextOf, eventPath, type Hit } from './hit.ts';

/** A JSON path sees this much of a body (developer guide, "Transform API requests and responses for HTTP APIs"). */
const bodyLimit = 100 * 1024;

/** Where the values of a mapping come from; each part is read when a mapping first asks for it. */
export interface Source {
  /** The value of `$request.header.x` and its like; `undefined` when it is not there. */
  value(expression: string): unknown;
}

export function requestSource(hit: Hit): Source {
  const { arrival, stage } = hit;
  let body: { document: unknown } | undefined;
  const document = () => {
    body ??= { document: parsed(arrival.request.body) };
    return body.document;
  };
  return {
    value: (expression) => {
      const [, root = '', path = ''] = /^\$(request|context|stageVariables)\.?(.*)$/.exec(expression) ?? [];
      if (root === 'context') return contextValue(contextOf(hit), path);
      if (root === 'stageVariables') return stage.variables[path];
      const [part = '', name = ''] = split(path);
      if (part === 'header') return joined(arrival.headers, name);
      if (part === 'querystring') return queryValue(hit, name);
      if (part === 'path') return name === '' ? eventPath(hit) : hit.pathParameters[name];
      if (part === 'method') return arrival.request.method;
      if (part === 'body')
        return name === '' ? arrival.request.body.toString() : jsonPath(document(), `$.${name}`);
      return undefined;
    },
  };
}

/** Response mappings read `$response.header.x`, `$response.body.x`, `$context.x` and `$stageVariables.x`. */
export function responseSource(hit: Hit, response: HttpResponse): Source {
  const request = requestSource(hit);
  return {
    value: (expression) => {
      if (!expression.startsWith('$response.')) return request.value(expression);
      const [part, name = ''] = split(expression.slice('$response.'.length));
      if (part === 'header') return response.headers.find(([key]) => key === name.toLowerCase())?.[1];
      if (part !== 'body') return undefined;
      return name === '' ? response.body.toString() : jsonPath(parsed(response.body), `$.${name}`);
    },
  };
}

/**
 * The text of a mapping's value: one expression, or a text with expressions in it, bare or in braces.
 * `undefined` when the value is one expression that gives nothing.
 */
export function mapped(template: string, source: Source): string | undefined {
  if (!template.includes('$')) return template;
  const whole =
    /^\$(?:\{([^}]+)\}|((?:request|response|context|stageVariables)\.[^\s$]+|request\.path))$/.exec(template);
  if (whole) {
    const value = source.value(`$${whole[1] ?? whole[2]}`);
    return value === undefined || value === null ? undefined : asText(value);
  }
  return template.replace(
    /\$\{((?:request|response|context|stageVariables)\.?[^}]*)\}|\$((?:request|response|context|stageVariables)(?:\.[\w-]+)+)/g,
    (_, braced?: string, bare?: string) => asText(source.value(`$${braced ?? bare}`) ?? ''),
  );
}

function queryValue({ arrival }: Hit, name: string): string | undefined {
  const values = arrival.query.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

/** `header.x-a.b` -> `header`, `x-a.b`. */
function split(path: string): [string, string?] {
  const at = path.indexOf('.');
  return at < 0 ? [path] : [path.slice(0, at), path.slice(at + 1)];
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8', 0, bodyLimit));
  } catch {
    return undefined;
  }
}
