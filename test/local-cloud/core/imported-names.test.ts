import { expect, it } from 'vitest';
import { holds, importedNames, merged } from '../../../src/local-cloud/project/imported-names.ts';

const all = () => true;

it.each([
  ['import { one, two as three } from "m";', ['one', 'two']],
  ['import first from "m";', ['default']],
  ['import first, { one } from "m";', ['default', 'one']],
  ['import { default as first } from "m";', ['default']],
  ['import first, * as rest from "m";', ['*']],
  ['import * as rest from "m";', ['*']],
  ['import {\n  one,\n  two\n} from "m";', ['one', 'two']],
  ['import{one as a}from"m";', ['one']],
  ['import "m";', []],
  ['const m = await import("m");', ['*']],
  ['export { one as two } from "m";', ['one']],
  ['export * from "m";', ['*']],
])('finds the names of %s', (code, names) => {
  expect(importedNames(code, all)).toEqual({ m: names });
});

it('takes several imports of a module together, and no others', () => {
  const code =
    'import { b } from "m"; import { a, b as c } from "m"; import { x } from "n"; const text = `import { y } from "m"`;';
  expect(importedNames(code, (module) => module === 'm')).toEqual({ m: ['a', 'b'] });
});

it('knows what holds what', () => {
  expect(merged(['a'], ['*'])).toEqual(['*']);
  expect(holds(['*'], ['a'])).toBe(true);
  expect(holds(['a', 'b'], ['b'])).toBe(true);
  expect(holds(['a'], ['*'])).toBe(false);
  expect(holds([], [])).toBe(true);
  expect(holds(undefined, [])).toBe(false);
});
