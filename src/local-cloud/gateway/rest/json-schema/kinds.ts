import type { Check, Schema } from './compile.ts';

export const isObject = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** No faults. */
export const none: readonly string[] = [];
const faults = (fault: string | false): readonly string[] => (fault === false ? none : [fault]);

/** A keyword that concerns one kind of value leaves all others alone. The check gives its fault, or `false`. */
export const onText =
  (check: (text: string) => string | false): Check =>
  (value) =>
    typeof value === 'string' ? faults(check(value)) : none;
export const onNumber =
  (check: (number: number) => string | false): Check =>
  (value) =>
    typeof value === 'number' ? faults(check(value)) : none;
export const onList =
  (check: (list: unknown[]) => string | false): Check =>
  (value) =>
    Array.isArray(value) ? faults(check(value)) : none;
export const onObject =
  (check: (object: Schema) => string | false): Check =>
  (value) =>
    isObject(value) ? faults(check(value)) : none;

/** A pattern that JavaScript does not take matches nothing, as the model would be refused on AWS. */
export function expressionOf(source: string): RegExp {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(source, flags);
    } catch {
      // Some patterns are valid only without the Unicode flag.
    }
  }
  return /$^/;
}
