import { describe, expect, it } from 'vitest';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import type { Answers } from '../../src/generate/options.ts';
import { canonical } from '../../src/upgrade/aws/stack.ts';
import type { MergeResult } from '../../src/upgrade/merge.ts';
import { answersFor, edited, lostMarks, move, pairs, togglesOf, treeOf } from './in-memory.ts';
import { readySlugs } from './project.ts';

function expectSame(result: MergeResult, fresh: FileTree, what: string): void {
  expect(result.conflicts, what).toEqual([]);
  expect([...result.files.keys()], what).toEqual([...fresh.keys()]);
  const other = [...fresh].filter(([path, { content, mode }]) => {
    const file = result.files.get(path)!;
    return Buffer.compare(file.content, content) !== 0 || file.mode !== mode;
  });
  expect(
    other.map(([path]) => path),
    what,
  ).toEqual([]);
}

/** There and back gives the bytes of fresh projects. */
function expectThereAndBack(a: Answers, b: Answers, what: string): void {
  const [from, to] = [treeOf(a), treeOf(b)];
  expectSame(move(from, from, to), to, what);
  expectSame(move(to, move(from, from, to).files, from), from, `${what}, and back`);
}

describe('every move in memory', () => {
  it('is tried for all ordered pairs of patterns', () => {
    expect(pairs).toHaveLength(readySlugs.length * (readySlugs.length - 1));
  });

  it.each(
    pairs,
  )('from %s to %s gives the bytes of a fresh project, and back those of the first', (from, to) => {
    expectThereAndBack(answersFor({ pattern: from })!, answersFor({ pattern: to })!, `${from} to ${to}`);
  });

  it.each(
    pairs,
  )('from %s to %s keeps what was edited, or shows a conflict, and so does the way back', (from, to) => {
    const [base, next] = [answersFor({ pattern: from })!, answersFor({ pattern: to })!].map(treeOf);
    expectKept(base!, next!);
  });
});

/** What was edited is there or shown after a move; and, if nothing was to be decided, after the way back. */
function expectKept(base: FileTree, next: FileTree): void {
  const { yours, marks } = edited(base);
  expect(marks.length).toBeGreaterThanOrEqual(4);
  const there = move(base, yours, next);
  expect(lostMarks(marks, there)).toEqual([]);
  if (there.conflicts.length > 0) return;
  const back = move(next, there.files, base);
  expect(lostMarks(marks, back)).toEqual([]);
  // What was settled by nobody is where it was.
  if (back.conflicts.length === 0) expect(differing(back.files, yours)).toEqual([]);
}

function differing(one: FileTree, other: FileTree): string[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])];
  const textIn = (tree: FileTree, path: string) =>
    tree.has(path) ? Buffer.from(tree.get(path)!.content).toString() : undefined;
  // A dependency that comes back may stand after one of yours.
  const value = (text = '') => canonical(JSON.parse(text));
  return paths.filter((path) => {
    const [a, b] = [textIn(one, path), textIn(other, path)];
    return a !== b && !(path.endsWith('package.json') && a && b && value(a) === value(b));
  });
}

describe.each(readySlugs)('every other answer of %s', (pattern) => {
  const toggles = togglesOf(pattern);

  it('is tried', () => {
    expect(toggles.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['ci', 'packageManager', 'stages', 'domain', 'region', 'slug']),
    );
  });

  // By night all; else one of each option, which may be a part, a service or a stage that comes and goes.
  const tried = process.env.MATRIX === 'full' ? Number.POSITIVE_INFINITY : 1;
  it.each(toggles)('of $key keeps what was edited, there and back', ({ moves }) => {
    for (const [from, to] of moves.slice(-tried)) expectKept(treeOf(from), treeOf(to));
  });

  it.each(toggles)('of $key', ({ moves }) => {
    for (const [from, to, what] of moves) expectThereAndBack(from, to, what);
    expect(moves.length).toBeGreaterThan(0);
  });
});

describe('a service', () => {
  it('comes and goes, and what is yours of it stays', () => {
    const [one, two] = [
      answersFor({ pattern: 'spa-single-domain', services: ['orders'] })!,
      answersFor({ pattern: 'spa-single-domain', services: ['orders', 'customers'] })!,
    ].map(treeOf);
    const added = move(one!, one!, two!);
    expectSame(added, two!, 'a second service');
    const own = [...added.files.keys()].filter((path) => path.startsWith('services/customers/'));
    expect(own.length).toBeGreaterThan(0);
    const handler = own.find((path) => path.endsWith('.ts'))!;
    const edited = new Map(added.files);
    edited.set(handler, textFile(`${Buffer.from(edited.get(handler)!.content)}\n// ours\n`));
    edited.set('services/customers/ours.ts', textFile('export const ours = 1;\n'));
    const removed = move(two!, edited, one!);
    expect(removed.files.has('services/customers/ours.ts')).toBe(true);
    expect(removed.conflicts.map(({ path, kind }) => [path, kind])).toEqual([
      [handler, 'deleted-by-template'],
    ]);
    expect(Buffer.from(removed.files.get(handler)!.content).toString()).toContain('// ours');
  });
});
