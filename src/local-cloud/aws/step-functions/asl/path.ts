import type { Properties } from '../../../contract.ts';
import { jsonPath } from '../../../json-path.ts';
import { Failure, runtime } from './failure.ts';

/** The value at a path: `$` begins at the document, `$$` at the context object. Fails where nothing is. */
export function valueAt(path: string, document: unknown, context: Properties): unknown {
  const found = findAt(path, document, context);
  if (found !== undefined) return found;
  throw new Failure('States.ParameterPathFailure', `The path '${path}' finds nothing in the input.`);
}

/** The same; `undefined` where nothing is. */
export function findAt(path: string, document: unknown, context: Properties): unknown {
  return path.startsWith('$$') ? jsonPath(context, path.slice(1)) : jsonPath(document, path);
}

/** InputPath and OutputPath: a part of the document, all of it, or an empty object for `null`. */
export function selected(path: string | null | undefined, document: unknown, context: Properties): unknown {
  if (path === null) return {};
  return path === undefined || path === '$' ? document : valueAt(path, document, context);
}

/**
 * ResultPath: the input with the result at a reference path, which is made where it is missing; the result itself for `$`,
 * the input for `null` (States Language, "ResultPath").
 */
export function withResult(path: string | null | undefined, input: unknown, result: unknown): unknown {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  const names = /^\$(\.[^.[\]]+|\['[^']*'\])+$/.test(path)
    ? [...path.matchAll(/\.([^.[\]]+)|\['([^']*)'\]/g)].map(([, plain, quoted]) => plain ?? quoted ?? '')
    : undefined;
  if (!names) throw runtime(`ResultPath '${path}' is no reference path that is served here.`);
  return placed(names, input, result);
}

function placed([name, ...rest]: string[], into: unknown, result: unknown): unknown {
  if (name === undefined) return result;
  if (into !== undefined && (typeof into !== 'object' || into === null || Array.isArray(into))) {
    throw new Failure('States.ResultPathMatchFailure', `The result cannot be put at '${name}' of the input.`);
  }
  const object = (into ?? {}) as Properties;
  return { ...object, [name]: placed(rest, Object.hasOwn(object, name) ? object[name] : undefined, result) };
}
