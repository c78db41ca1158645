import type { Properties } from '../../../contract.ts';
import { findAt, valueAt } from './path.ts';

type Test = (value: unknown, wanted: never) => boolean;

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);

const kinds: Record<string, (value: unknown) => unknown> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: (value) => (isTime(value) ? Date.parse(value) : undefined),
};

const relations: Record<string, (one: never, other: never) => boolean> = {
  Equals: (one, other) => one === other,
  LessThan: (one, other) => one < other,
  GreaterThan: (one, other) => one > other,
  LessThanEquals: (one, other) => one <= other,
  GreaterThanEquals: (one, other) => one >= other,
};

/** `StringEquals` and its kin: values of another kind never fit. */
const comparisons: [string, Test][] = Object.entries(kinds).flatMap(([kind, read]) =>
  Object.entries(relations)
    .filter(([relation]) => kind !== 'Boolean' || relation === 'Equals')
    .map(([relation, holds]): [string, Test] => [
      `${kind}${relation}`,
      (value, wanted) => {
        const [one, other] = [read(value), read(wanted)];
        return one !== undefined && other !== undefined && holds(one as never, other as never);
      },
    ]),
);

const tests: Record<string, Test> = {
  ...Object.fromEntries(comparisons),
  StringMatches: (value, wanted) => typeof value === 'string' && wildcard(wanted).test(value),
  IsNull: (value, wanted) => (value === null) === wanted,
  IsPresent: (value, wanted) => (value !== undefined) === wanted,
  IsString: (value, wanted) => (typeof value === 'string') === wanted,
  IsNumeric: (value, wanted) => (typeof value === 'number') === wanted,
  IsBoolean: (value, wanted) => (typeof value === 'boolean') === wanted,
  IsTimestamp: (value, wanted) => isTime(value) === wanted,
};

/** `*` stands for anything, `\*` for itself. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/\\?[\s\S]/g, (part) => {
    if (part === '*') return '.*';
    return (part.length > 1 ? part[1]! : part).replace(/[.*+?^$()|[\]{}\\]/g, '\\$&');
  });
  return new RegExp(`^${escaped}$`, 's');
}

const combining = ['And', 'Or', 'Not'];

/** Members of a rule that no comparison here knows. */
export function unknownComparisons(rule: Properties): string[] {
  return Object.keys(rule).filter((name) => {
    const known = name in tests || name.replace(/Path$/, '') in tests || combining.includes(name);
    return !known && !['Variable', 'Next', 'Comment'].includes(name);
  });
}

/** Whether a rule of a Choice state fits (States Language, "Choice State"). */
export function fits(rule: Properties, input: unknown, context: Properties): boolean {
  if (rule.And) return rule.And.every((each: Properties) => fits(each, input, context));
  if (rule.Or) return rule.Or.some((each: Properties) => fits(each, input, context));
  if (rule.Not) return !fits(rule.Not, input, context);
  const [name = '', given] = Object.entries(rule).find(([each]) => each.replace(/Path$/, '') in tests) ?? [];
  const isPath = !(name in tests);
  const test = tests[isPath ? name.replace(/Path$/, '') : name];
  // Whether something is there can be asked of what is not.
  const read = name === 'IsPresent' ? findAt : valueAt;
  const value = read(rule.Variable, input, context);
  return test?.(value, (isPath ? valueAt(given, input, context) : given) as never) ?? false;
}
