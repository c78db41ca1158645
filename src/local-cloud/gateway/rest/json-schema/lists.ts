import { isDeepStrictEqual } from 'node:util';
import type { Keyword } from './compile.ts';
import { none, onList } from './kinds.ts';

/** Keywords of arrays. */
export const lists: Readonly<Record<string, Keyword>> = {
  minItems: (limit: number) =>
    onList(
      ({ length }) =>
        length < limit &&
        `array is too short: must have at least ${limit} elements but instance has ${length} elements`,
    ),
  maxItems: (limit: number) =>
    onList(
      ({ length }) =>
        length > limit &&
        `array is too long: must have at most ${limit} elements but instance has ${length} elements`,
    ),
  uniqueItems: (unique: boolean) =>
    onList(
      (list) =>
        unique &&
        list.some((item, at) => list.findIndex((other) => isDeepStrictEqual(item, other)) !== at) &&
        'array must not contain duplicate elements',
    ),
  additionalItems: (rule: unknown, { items }) =>
    Array.isArray(items) && rule === false
      ? onList(
          ({ length }) =>
            length > items.length &&
            `schema only allows ${items.length} elements in array but instance has ${length} elements`,
        )
      : undefined,
  items: (items: unknown, { additionalItems }, compile) => {
    if (Array.isArray(items)) {
      const checks = items.map(compile);
      const more = compile(additionalItems);
      return (value) =>
        Array.isArray(value) ? value.flatMap((item, at) => (checks[at] ?? more)(item)) : none;
    }
    const check = compile(items);
    return (value) => (Array.isArray(value) ? value.flatMap((item) => check(item)) : none);
  },
};
