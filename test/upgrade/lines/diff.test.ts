import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../../src/upgrade/lines/diff.ts';
import { merge3 } from '../../../src/upgrade/lines/merge3.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '{', '}', '', 'e', 'f', 'g', 'h'), {
  maxLength: 30,
});

describe('the difference of two lists of lines', () => {
  test('leads from one to the other, with something unchanged between any two hunks', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const rebuilt: string[] = [];
        let at = 0;
        for (const hunk of diff(a, b)) {
          expect(hunk.aStart).toBeGreaterThanOrEqual(at === 0 ? 0 : at + 1);
          rebuilt.push(...a.slice(at, hunk.aStart));
          expect(rebuilt.length).toBe(hunk.bStart);
          rebuilt.push(...b.slice(hunk.bStart, hunk.bEnd));
          at = hunk.aEnd;
        }
        expect([...rebuilt, ...a.slice(at)]).toEqual(b);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test('shows a deleted function as a whole', () => {
    const text = ['a {', '  one', '}', '', 'b {', '  one', '}', '', 'c'];
    const shorter = ['a {', '  one', '}', '', 'c'];
    expect(diff(text, shorter)).toEqual([{ aStart: 4, aEnd: 8, bStart: 4, bEnd: 4 }]);
  });

  test('takes a big replaced part as a whole', () => {
    const a = Array.from({ length: 9000 }, (_, index) => (index % 2 === 0 ? 'x' : 'y'));
    const b = Array.from({ length: 9000 }, (_, index) => (index % 3 === 0 ? 'x' : 'y'));
    expect(diff(['start', ...a, 'end'], ['start', ...b, 'end']).length).toBeLessThan(9000);
  });
});

describe('the regions of three lists of lines', () => {
  test('cover all three, and hold what they say', () => {
    fc.assert(
      fc.property(
        lines,
        lines,
        lines,
        fc.constantFrom('clash' as const, 'merge' as const),
        (base, yours, next, how) => {
          const regions = merge3(base, yours, next, how);
          for (const [side, list] of Object.entries({ base, yours, next })) {
            const ranges = regions.map((region) => region[side as 'base' | 'yours' | 'next']);
            expect(ranges.flatMap(([start, end]) => list.slice(start, end))).toEqual(list);
          }
          for (const { kind, base: b, yours: y, next: n } of regions) {
            const [old, mine, its] = [base.slice(...b), yours.slice(...y), next.slice(...n)].map((part) =>
              part.join('\n'),
            );
            if (kind === 'stable') expect([mine, its]).toEqual([old, old]);
            if (kind === 'yours') expect([its, n[1] - n[0]]).toEqual([old, b[1] - b[0]]);
            if (kind === 'next') expect([mine, y[1] - y[0]]).toEqual([old, b[1] - b[0]]);
            if (kind === 'same') expect(mine).toBe(its);
          }
        },
      ),
      { numRuns: 2000, seed: 8 },
    );
  });

  test('changes that touch clash, unless the caller can prove the outcome', () => {
    const base = ['1', '2', '3', '4'];
    const touching = [base, ['1', 'mine', '3', '4'], ['1', '2', 'its', '4']] as const;
    expect(merge3(...touching).map(({ kind }) => kind)).toEqual(['stable', 'conflict', 'stable']);
    expect(merge3(...touching, 'merge').map(({ kind }) => kind)).toEqual([
      'stable',
      'yours',
      'next',
      'stable',
    ]);
  });
});
