import { afterAll, describe, expect, it } from 'vitest';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { merge } from '../../src/upgrade/merge.ts';
import { answersFor, treeOf } from '../upgrade-command/in-memory.ts';
import { biome, otherSettings } from './biome.ts';
import { judge, makeCase, randomNumbers } from './commuting.ts';
import { codeMeaning } from './oracle.ts';
import { seedFrom } from './seed.ts';

const formatters = Object.entries(otherSettings).map(([name, settings]) => [name, biome(settings)] as const);
afterAll(() => {
  for (const [, { stop }] of formatters) stop();
});

const text = (tree: FileTree, path: string) => Buffer.from(tree.get(path)!.content).toString();
const withText = (tree: FileTree, path: string, content: string): FileTree =>
  new Map(tree).set(path, { content: Buffer.from(content), mode: 0o644 });

/** A change of yours and one of the template in files that every default project of pattern 1 has. */
const changes: Record<string, { yours: [string, string]; next: [string, string] }> = {
  'services/orders/order.ts': {
    yours: ['z.maximum(1000)', 'z.maximum(5000)'],
    next: ['import ', 'import "node:assert";\nimport '],
  },
  'infra/lib/service-table.ts': {
    yours: ['deletionProtection,\n    removalPolicy', 'deletionProtection: true,\n    removalPolicy'],
    next: ['timeToLiveAttribute: "expiresAt"', 'timeToLiveAttribute: "goesAt"'],
  },
  'infra/lib/api.ts': {
    yours: ['rateLimit: 100', 'rateLimit: 500'],
    next: ['import ', 'import "node:assert";\nimport '],
  },
};

describe.each(formatters)('a project that the real Biome has formatted anew (%s)', (_name, { format }) => {
  it.each(Object.entries(changes))('takes changes in %s, and keeps yours', (path, { yours, next }) => {
    const base = treeOf(answersFor({ pattern: 'api' })!);
    const replaced = (before: string, [from, to]: [string, string]) => {
      expect(before).toContain(from);
      return before.replace(from, () => to);
    };
    const edited = replaced(text(base, path), yours);
    const reformatted = format(edited, path);
    expect(reformatted).not.toBe(edited);
    const merged = merge({
      base,
      yours: withText(base, path, reformatted),
      next: withText(base, path, replaced(text(base, path), next)),
    });
    expect(merged.conflicts).toEqual([]);
    // In whatever format it says both.
    const right = replaced(edited, next);
    expect(codeMeaning(path, text(merged.files, path))).toBe(codeMeaning(path, right));
  });
});

it('edits that commute are never merged wrong in files that Biome has formatted anew', () => {
  const random = randomNumbers(seedFrom('COMMUTING_SEED', 31_337));
  const known = Object.fromEntries(formatters.map(([name, { format }]) => [name, format]));
  const names = Object.keys(known);
  const counts = { right: 0, conflict: 0, wrong: 0 };
  const wrong: unknown[] = [];
  const cases = Number(process.env.BIOME_CASES ?? 40);
  while (counts.right + counts.conflict + counts.wrong < cases) {
    const made = makeCase(random);
    const touched = [...new Set(made.yours.map(({ path }) => path))].filter((path) => /\.tsx?$/.test(path));
    if (touched.length === 0) continue;
    const formats = touched.map((path): [string, string] => [
      path,
      names[Math.floor(random() * names.length)]!,
    ]);
    const { verdict, path } = judge(merge, { ...made, formats }, known);
    counts[verdict] += 1;
    if (verdict === 'wrong') wrong.push({ path, ...made, formats });
  }
  expect(wrong).toEqual([]);
  expect(counts.right / cases).toBeGreaterThanOrEqual(0.85);
});
