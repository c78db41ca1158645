import { describe, expect, test } from 'vitest';
import { merge } from '../../src/upgrade/merge.ts';
import { problemsOf, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';

describe.each(Object.entries(scenarios))('%s', (_, group) => {
  test.each(
    group.map((scenario): [string, Scenario] => [scenario.name, scenario]),
  )('%s', (_name, scenario) => {
    expect(problemsOf(merge, scenario)).toEqual([]);
  });
});

test('conflicts that a cleverer merge would not have are few, and are conflicts', () => {
  const avoidable = Object.values(scenarios)
    .flat()
    .filter((scenario) => scenario.avoidable);
  expect(avoidable.length).toBeLessThanOrEqual(2);
  for (const { name, conflicts = [] } of avoidable) expect(conflicts, name).not.toEqual([]);
});
