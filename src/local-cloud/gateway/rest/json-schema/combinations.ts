import type { Check, Keyword } from './compile.ts';

/** Keywords that combine schemas. They tell how many matched, not what was wrong with each. */
export const combinations: Readonly<Record<string, Keyword>> = {
  allOf: (list: unknown[], _, compile) =>
    counting(
      list.map(compile),
      (matched) => matched === list.length,
      (matched) =>
        `instance failed to match all required schemas (matched only ${matched} out of ${list.length})`,
    ),
  anyOf: (list: unknown[], _, compile) =>
    counting(
      list.map(compile),
      (matched) => matched > 0,
      () => `instance failed to match at least one required schema among ${list.length}`,
    ),
  oneOf: (list: unknown[], _, compile) =>
    counting(
      list.map(compile),
      (matched) => matched === 1,
      (matched) => `instance failed to match exactly one schema (matched ${matched} out of ${list.length})`,
    ),
  not: (schema: unknown, _, compile) =>
    counting(
      [compile(schema)],
      (matched) => matched === 0,
      () => 'instance matched a schema which it should not have',
    ),
};

function counting(
  checks: Check[],
  isRight: (matched: number) => boolean,
  fault: (matched: number) => string,
): Check {
  return (value) => {
    const matched = checks.filter((check) => check(value).length === 0).length;
    return isRight(matched) ? [] : [fault(matched)];
  };
}
