import { isDeepStrictEqual } from 'node:util';
import type { Keyword, Schema, Valid } from './json-schema.ts';
import { formats } from './json-schema-formats.ts';

const isObject = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const types: Record<string, Valid> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
};

/** A keyword that concerns one kind of value leaves all others alone. */
const onText =
  (check: (text: string) => boolean): Valid =>
  (value) =>
    typeof value !== 'string' || check(value);
const onNumber =
  (check: (number: number) => boolean): Valid =>
  (value) =>
    typeof value !== 'number' || check(value);
const onList =
  (check: (list: unknown[]) => boolean): Valid =>
  (value) =>
    !Array.isArray(value) || check(value);
const onObject =
  (check: (object: Schema) => boolean): Valid =>
  (value) =>
    !isObject(value) || check(value);
const characters = (text: string): number => [...text].length;

/** The keywords of draft 4 (JSON Schema validation, section 5). */
export const keywords: Readonly<Record<string, Keyword>> = {
  type: (wanted: string | string[]) => {
    const list = [wanted].flat();
    return (value) => list.some((name) => types[name]?.(value));
  },
  enum: (values: unknown[]) => (value) => values.some((item) => isDeepStrictEqual(item, value)),
  allOf: (list: unknown[], _, compile) => every(list.map(compile)),
  anyOf: (list: unknown[], _, compile) => {
    const checks = list.map(compile);
    return (value) => checks.some((check) => check(value));
  },
  oneOf: (list: unknown[], _, compile) => {
    const checks = list.map(compile);
    return (value) => checks.filter((check) => check(value)).length === 1;
  },
  not: (schema: unknown, _, compile) => {
    const check = compile(schema);
    return (value) => !check(value);
  },
  minimum: (limit: number, { exclusiveMinimum }) =>
    onNumber((number) => (exclusiveMinimum === true ? number > limit : number >= limit)),
  maximum: (limit: number, { exclusiveMaximum }) =>
    onNumber((number) => (exclusiveMaximum === true ? number < limit : number <= limit)),
  multipleOf: (step: number) =>
    onNumber((number) => Number.isInteger(Number((number / step).toPrecision(12)))),
  minLength: (limit: number) => onText((text) => characters(text) >= limit),
  maxLength: (limit: number) => onText((text) => characters(text) <= limit),
  pattern: (source: string) => {
    const expression = expressionOf(source);
    return onText((text) => expression.test(text));
  },
  format: (name: string) => {
    const check = formats[name];
    return check && onText(check);
  },
  minItems: (limit: number) => onList((list) => list.length >= limit),
  maxItems: (limit: number) => onList((list) => list.length <= limit),
  uniqueItems: (unique: boolean) =>
    onList(
      (list) =>
        !unique || list.every((item, at) => list.findIndex((other) => isDeepStrictEqual(item, other)) === at),
    ),
  items: (items: unknown, { additionalItems }, compile) => {
    if (!Array.isArray(items)) return onList(everyItem(compile(items)));
    const checks = items.map(compile);
    const more = additionalItems === false ? () => false : compile(additionalItems);
    return onList((list) => list.every((item, at) => (checks[at] ?? more)(item)));
  },
  required: (names: string[]) => onObject((object) => names.every((name) => Object.hasOwn(object, name))),
  minProperties: (limit: number) => onObject((object) => Object.keys(object).length >= limit),
  maxProperties: (limit: number) => onObject((object) => Object.keys(object).length <= limit),
  properties: (properties: Schema, _, compile) => {
    const checks = Object.entries(properties).map(([name, schema]) => [name, compile(schema)] as const);
    return onObject((object) =>
      checks.every(([name, check]) => !Object.hasOwn(object, name) || check(object[name])),
    );
  },
  patternProperties: (patterns: Schema, _, compile) => {
    const checks = Object.entries(patterns).map(
      ([source, schema]) => [expressionOf(source), compile(schema)] as const,
    );
    return onObject((object) =>
      Object.entries(object).every(([name, value]) =>
        checks.every(([pattern, check]) => !pattern.test(name) || check(value)),
      ),
    );
  },
  additionalProperties: (rule: unknown, { properties, patternProperties }, compile) => {
    if (rule === true) return undefined;
    const known = new Set(Object.keys((properties as Schema) ?? {}));
    const patterns = Object.keys((patternProperties as Schema) ?? {}).map((source) => expressionOf(source));
    const check = rule === false ? () => false : compile(rule);
    return onObject((object) =>
      Object.entries(object).every(
        ([name, value]) => known.has(name) || patterns.some((pattern) => pattern.test(name)) || check(value),
      ),
    );
  },
  dependencies: (dependencies: Schema, _, compile) => {
    const checks = Object.entries(dependencies).map(([name, rule]) => {
      const check: Valid = Array.isArray(rule)
        ? (value) => rule.every((other) => Object.hasOwn(value as Schema, other))
        : compile(rule);
      return [name, check] as const;
    });
    return onObject((object) =>
      checks.every(([name, check]) => !Object.hasOwn(object, name) || check(object)),
    );
  },
};

function every(checks: Valid[]): Valid {
  return (value) => checks.every((check) => check(value));
}

function everyItem(check: Valid): (list: unknown[]) => boolean {
  return (list) => list.every((item) => check(item));
}

/** A pattern that JavaScript does not take matches nothing, as the model would be refused on AWS. */
function expressionOf(source: string): RegExp {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(source, flags);
    } catch {
      // Some patterns are valid only without the Unicode flag.
    }
  }
  return /$^/;
}
