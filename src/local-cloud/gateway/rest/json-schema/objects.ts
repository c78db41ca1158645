import type { Check, Keyword, Schema } from './compile.ts';
import { expressionOf, isObject, none, onObject } from './kinds.ts';

/** Keywords of objects: first what concerns the object, then its members. */
export const objects: Readonly<Record<string, Keyword>> = {
  minProperties: (limit: number) =>
    onObject((object) => {
      const count = Object.keys(object).length;
      return (
        count < limit &&
        `object has too few properties (found ${count} but schema requires at least ${limit})`
      );
    }),
  maxProperties: (limit: number) =>
    onObject((object) => {
      const count = Object.keys(object).length;
      return (
        count > limit &&
        `object has too many properties (found ${count} but schema requires at most ${limit})`
      );
    }),
  required: (names: string[]) =>
    onObject((object) => {
      const missing = names.filter((name) => !Object.hasOwn(object, name)).sort();
      return missing.length > 0 && `object has missing required properties (${JSON.stringify(missing)})`;
    }),
  additionalProperties: (rule: unknown, { properties, patternProperties }, compile) => {
    if (rule === true) return undefined;
    const known = new Set(Object.keys((properties as Schema) ?? {}));
    const patterns = Object.keys((patternProperties as Schema) ?? {}).map((source) => expressionOf(source));
    const isMore = (name: string) => !known.has(name) && !patterns.some((pattern) => pattern.test(name));
    if (rule === false)
      return onObject((object) => {
        const more = Object.keys(object).filter(isMore).sort();
        return (
          more.length > 0 &&
          `object instance has properties which are not allowed by the schema: ${JSON.stringify(more)}`
        );
      });
    const check = compile(rule);
    return onMembers((name, value) => (isMore(name) ? check(value) : none));
  },
  dependencies: (dependencies: Schema, _, compile) => {
    const checks = Object.entries(dependencies).map(([name, rule]): [string, Check] => [
      name,
      Array.isArray(rule) ? needs(name, rule as string[]) : compile(rule),
    ]);
    return (value) =>
      isObject(value)
        ? checks.flatMap(([name, check]) => (Object.hasOwn(value, name) ? check(value) : none))
        : none;
  },
  properties: (properties: Schema, _, compile) => {
    const checks = new Map(Object.entries(properties).map(([name, schema]) => [name, compile(schema)]));
    return onMembers((name, value) => checks.get(name)?.(value) ?? none);
  },
  patternProperties: (patterns: Schema, _, compile) => {
    const checks = Object.entries(patterns).map(
      ([source, schema]) => [expressionOf(source), compile(schema)] as const,
    );
    return onMembers((name, value) =>
      checks.flatMap(([pattern, check]) => (pattern.test(name) ? check(value) : none)),
    );
  },
};

const onMembers =
  (check: (name: string, value: unknown) => readonly string[]): Check =>
  (value) =>
    isObject(value) ? Object.entries(value).flatMap(([name, member]) => check(name, member)) : none;

/** With one property come others. */
function needs(name: string, others: string[]): Check {
  const wanted = [...others].sort();
  return onObject((object) => {
    const missing = wanted.filter((other) => !Object.hasOwn(object, other));
    return (
      missing.length > 0 &&
      `property "${name}" of object has missing property dependencies (schema requires ${JSON.stringify(wanted)}; missing: ${JSON.stringify(missing)})`
    );
  });
}
