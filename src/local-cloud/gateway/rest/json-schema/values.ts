import { isDeepStrictEqual } from 'node:util';
import type { Keyword } from './compile.ts';
import { formats } from './formats.ts';
import { expressionOf, isObject, onNumber, onText } from './kinds.ts';

const types: Record<string, (value: unknown) => boolean> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
};
/** `integer` comes before `number`, so a whole number is called one. */
const typeOf = (value: unknown): string => Object.keys(types).find((name) => types[name]!(value))!;
const characters = (text: string): number => [...text].length;

/** Keywords of any value, of numbers and of text. */
export const values: Readonly<Record<string, Keyword>> = {
  type: (wanted: string | string[]) => {
    const list = [wanted].flat();
    // To the validator, "number" allows two primitive types.
    const allowed = [
      ...new Set(list.flatMap((name) => (name === 'number' ? ['integer', name] : name))),
    ].sort();
    return (value) =>
      list.some((name) => types[name]?.(value))
        ? []
        : [
            `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ${JSON.stringify(allowed)})`,
          ];
  },
  enum: (possible: unknown[]) => (value) =>
    possible.some((item) => isDeepStrictEqual(item, value))
      ? []
      : [
          `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(possible)})`,
        ],
  minimum: (limit: number, { exclusiveMinimum }) =>
    onNumber((number) => {
      if (number < limit)
        return `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${number})`;
      return (
        exclusiveMinimum === true &&
        number === limit &&
        `numeric instance is not strictly greater than the required minimum ${limit}`
      );
    }),
  maximum: (limit: number, { exclusiveMaximum }) =>
    onNumber((number) => {
      if (number > limit)
        return `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${number})`;
      return (
        exclusiveMaximum === true &&
        number === limit &&
        `numeric instance is not strictly lower than the required maximum ${limit}`
      );
    }),
  multipleOf: (step: number) =>
    onNumber(
      (number) =>
        !Number.isInteger(Number((number / step).toPrecision(12))) &&
        `remainder of division is not zero (${number} / ${step})`,
    ),
  minLength: (limit: number) =>
    onText(
      (text) =>
        characters(text) < limit &&
        `string "${text}" is too short (length: ${characters(text)}, required minimum: ${limit})`,
    ),
  maxLength: (limit: number) =>
    onText(
      (text) =>
        characters(text) > limit &&
        `string "${text}" is too long (length: ${characters(text)}, maximum allowed: ${limit})`,
    ),
  pattern: (source: string) => {
    const expression = expressionOf(source);
    return onText(
      (text) => !expression.test(text) && `ECMA 262 regex "${source}" does not match input string "${text}"`,
    );
  },
  format: (name: string) => {
    const format = formats[name];
    return format && onText((text) => !format.is(text) && `string "${text}" is ${format.otherwise}`);
  },
};
