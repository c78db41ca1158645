import { keywords } from './keywords.ts';

/** A schema of JSON Schema draft 4, the one that API Gateway's models use (developer guide, "Data models"). */
export type Schema = Record<string, unknown>;
/** What is wrong with a value, in API Gateway's words; nothing when it is valid. */
export type Check = (value: unknown) => readonly string[];
/** Compiles one keyword; `undefined` when it checks nothing. */
export type Keyword = (
  argument: never,
  schema: Schema,
  compile: (schema: unknown) => Check,
) => Check | undefined;

/**
 * Compiles a schema to a function. `$ref` leads to a place in the same schema (`#/definitions/x`) or to another one that
 * `find` knows; a reference that leads nowhere accepts nothing.
 *
 * The words are those of the Java validator that API Gateway uses. It says nothing of where a fault is; the order is
 * that of the value, an object's own faults before those of its members.
 */
export function compileSchema(root: Schema, find: (reference: string) => Schema | undefined): Check {
  const references = new Map<Schema | string, Map<string, Check>>();
  const compile =
    (base: Schema) =>
    (schema: unknown): Check => {
      if (schema === null || typeof schema !== 'object') return () => [];
      const own = schema as Schema;
      if (typeof own.$ref === 'string') return follow(own.$ref, base);
      const checks = Object.entries(keywords).flatMap(([name, keyword]) =>
        own[name] === undefined ? [] : (keyword(own[name] as never, own, compile(base)) ?? []),
      );
      return (value) => checks.flatMap((check) => check(value));
    };
  const follow = (reference: string, base: Schema): Check => {
    const isLocal = reference.startsWith('#');
    const place = isLocal ? base : '';
    const near = references.get(place) ?? new Map<string, Check>();
    const known = near.get(reference);
    if (known) return known;
    let target: Check | undefined;
    const lazy: Check = (value) => {
      if (!target) {
        const schema = isLocal ? pointed(base, reference) : find(reference);
        const dangling = [`JSON Reference "${reference}" cannot be resolved`];
        target = schema ? compile(isLocal ? base : schema)(schema) : () => dangling;
      }
      return target(value);
    };
    references.set(place, near.set(reference, lazy));
    return lazy;
  };
  return compile(root)(root);
}

/** What a JSON pointer `#/definitions/x` leads to. */
function pointed(base: Schema, reference: string): Schema | undefined {
  let at: unknown = base;
  for (const part of reference.slice(1).split('/').filter(Boolean)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at = at !== null && typeof at === 'object' ? (at as Schema)[key] : undefined;
  }
  return at as Schema | undefined;
}
