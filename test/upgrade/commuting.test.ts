import { diff3Merge } from 'node-diff3';
import { describe, expect, test } from 'vitest';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { type MergeInput, type MergeResult, merge } from '../../src/upgrade/merge.ts';
import { judge, makeCase, randomNumbers, type Verdict } from './commuting.ts';
import { pool } from './commuting-pool.ts';
import { seedFrom } from './seed.ts';

const cases = Number(process.env.COMMUTING_CASES ?? 300);
const seed = seedFrom('COMMUTING_SEED', 20_240_917);

/** A merge of plain lines, to see how hard the cases are. */
function mergeLinesOnly({ base, yours, next }: MergeInput): MergeResult {
  const files: FileTree = new Map();
  const conflicts: MergeResult['conflicts'] = [];
  for (const [path, entry] of yours) {
    const lines = [entry, base.get(path)!, next.get(path)!].map(({ content }) =>
      Buffer.from(content).toString().split('\n'),
    );
    const regions = diff3Merge(lines[0]!, lines[1]!, lines[2]!);
    if (regions.some(({ conflict }) => conflict)) conflicts.push({ path, kind: 'content', message: '' });
    const text = regions.flatMap(({ ok }) => ok ?? []).join('\n');
    files.set(path, { ...entry, content: Buffer.from(text) });
  }
  return { files, conflicts, notices: [], operations: [], incoming: new Map() };
}

describe('edits that commute', () => {
  test('come from a pool of at least 80', () => {
    expect(pool.length).toBeGreaterThanOrEqual(80);
  });

  test('are merged right in at least 93 % of the cases, never silently wrong', { timeout: 3_600_000 }, () => {
    const random = randomNumbers(seed);
    const counts: Record<Verdict, number> = { right: 0, conflict: 0, wrong: 0 };
    const wrong: string[] = [];
    const conflicts = new Map<string, number>();
    let plain = 0;
    for (let index = 0; index < cases; index += 1) {
      const made = makeCase(random);
      const { verdict, path } = judge(merge, made);
      counts[verdict] += 1;
      if (judge(mergeLinesOnly, made).verdict === 'right') plain += 1;
      if (verdict === 'wrong' && wrong.length < 5) wrong.push(JSON.stringify({ path, ...made }, null, 1));
      if (verdict === 'conflict') conflicts.set(path!, (conflicts.get(path!) ?? 0) + 1);
    }
    const share = ((100 * counts.right) / cases).toFixed(1);
    console.info(
      `${cases} cases: ${share} % right, plain lines ${((100 * plain) / cases).toFixed(1)} %`,
      counts,
      process.env.COMMUTING_CASES ? conflicts : '',
    );
    expect(wrong).toEqual([]);
    expect(counts.right / cases).toBeGreaterThanOrEqual(0.93);
  });
});
