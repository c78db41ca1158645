import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/project/upgrade/globs.ts';

describe('a glob', () => {
  it.each([
    ['README.md', 'README.md', true],
    ['README.md', 'docs/README.md', false],
    ['**/README.md', 'README.md', true],
    ['**/README.md', 'a/b/README.md', true],
    ['infra', 'infra/lib/stack.ts', true],
    ['infra/', 'infra/lib/stack.ts', true],
    ['./infra', 'infra/lib/stack.ts', true],
    ['infra', 'infrastructure/a.ts', false],
    ['infra/**', 'infra/lib/stack.ts', true],
    ['infra/*.ts', 'infra/app.ts', true],
    ['infra/*.ts', 'infra/lib/stack.ts', false],
    ['infra/**/*.ts', 'infra/app.ts', true],
    ['infra/**/*.ts', 'infra/lib/a/b.ts', true],
    ['infra/**/lib/*', 'infra/x/lib/y', true],
    ['*.t?', 'a.ts', true],
    ['*.t?', 'a.tsx', false],
    ['**', 'a/b/c', true],
    ['', 'a', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globMatcher([glob])(path)).toBe(expected);
  });

  it('of any length is matched in no time', () => {
    const matches = globMatcher([`${'*a'.repeat(5000)}b`, `${'**/'.repeat(2000)}x`]);
    expect(matches('a'.repeat(1000))).toBe(false);
    expect(matches(`${'a/'.repeat(400)}y`)).toBe(false);
  });
});
