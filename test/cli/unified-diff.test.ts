import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';
import { seedFrom } from '../upgrade/seed.ts';
import { temporaryFolder, textOf } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

const diff = (before: string | undefined, after: string) =>
  unifiedDiff('a.txt', before === undefined ? undefined : Buffer.from(before), Buffer.from(after));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`);

/** What git makes of `before` with the diff. */
function applied(before: string, after: string): string {
  writeFileSync(join(folder.path, 'a.txt'), before);
  execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
    cwd: folder.path,
    input: diff(before, after),
  });
  return textOf(folder.path, 'a.txt');
}

describe('a unified diff', () => {
  it('is empty for the same bytes, and short for binaries', () => {
    expect(diff('a\n', 'a\n')).toBe('');
    expect(diff('a\n', 'a\0')).toBe('Binary files a/a.txt and b/a.txt differ\n');
  });

  it('has three lines of context and joins near changes', () => {
    const before = numbers(30);
    const after = before.with(5, 'five\n').with(10, 'ten\n').with(25, 'twenty-five\n');
    const hunks = diff(before.join(''), after.join('')).match(/^@@.*$/gm);
    expect(hunks).toEqual(['@@ -3,12 +3,12 @@', '@@ -23,7 +23,7 @@']);
  });

  it('tells a missing last newline', () => {
    expect(diff('a', 'a\n')).toContain('-a\n\\ No newline at end of file\n+a\n');
  });

  it.each([
    ['a\nb\nc\n', 'a\nc\n'],
    ['', 'a\n'],
    ['a\n', 'b'],
    [
      numbers(40).join(''),
      numbers(40)
        .filter((_, index) => index % 9 !== 4)
        .join(''),
    ],
  ])('is one that git applies (%#)', (before, after) => {
    expect(applied(before, after)).toBe(after);
  });

  it('is one that git applies, for any lines', () => {
    const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 25 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        fc.pre(before.join('') !== after.join('') && after.length > 0 && before.length > 0);
        expect(applied(before.join(''), after.join(''))).toBe(after.join(''));
      }),
      { numRuns: 25, seed: seedFrom('PROPERTY_SEED', 4_711) },
    );
  });
});
