import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandMutations } from './command-mutations.ts';
import { mutations } from './mutations.ts';
import { plantBug } from './plant-bug.ts';

it.each([...mutations, ...commandMutations])('the bug "$name" has its place in $file', (mutation) => {
  const source = readFileSync(new URL(`../../src/upgrade/${mutation.file}`, import.meta.url), 'utf8');
  const planted = plantBug(source, mutation);
  expect(planted).toBeDefined();
  expect(planted).not.toBe(source);
});

it('the bugs have names of their own', () => {
  const names = [...mutations, ...commandMutations].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
