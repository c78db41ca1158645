import type { FileTree } from '../../src/generate/file-tree.ts';
import { type CommutingEdit, pool } from './commuting-pool.ts';
import { bareLines, codeMeaning, jsonValue, yamlValue } from './oracle.ts';
import { edited, projectTree, textOf } from './project.ts';
import type { Merge } from './scenario.ts';

export type Verdict = 'right' | 'conflict' | 'wrong';

export interface Case {
  yours: CommutingEdit[];
  next: CommutingEdit[];
  /** The paths that you reformatted, and how. */
  formats: [path: string, format: string][];
}

/** A generator of numbers from 0 to 1 with a seed (mulberry32), so that a case can be had again. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Format = (text: string, path: string) => string;

const formats: Record<string, Format> = {
  crlf: (text) => text.replaceAll('\n', '\r\n'),
  tabs: (text) => text.replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)),
  quotes: (text) => text.replace(/'([^'"\n]*)'/g, '"$1"'),
  wide: (text) => text.replace(/^ +/gm, (spaces) => spaces + spaces),
  bare: (text) => text.replaceAll(';\n', '\n'),
};

export function formatsFor(path: string): string[] {
  if (/\.tsx?$/.test(path)) return ['crlf', 'tabs', 'quotes', 'wide', 'bare'];
  return path.endsWith('.json')
    ? ['crlf', 'tabs', 'wide']
    : path.endsWith('.css')
      ? ['crlf', 'tabs']
      : ['crlf'];
}

/** A case: a few edits of yours, a few of the template's, sometimes files of yours in another format. */
export function makeCase(random: () => number): Case {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (;;) {
    // Both sides edit the same few files: edits of different files are no test of a merge.
    const files = Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(pool).path);
    const near = pool.filter(({ path }) => files.includes(path));
    const some = () => [...new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(near)))];
    const yours = some();
    const next = some().filter((edit) => !yours.includes(edit));
    const touched = [...new Set(yours.map(({ path }) => path))];
    const reformatted = touched
      .filter(() => random() < 0.2)
      .map((path): [string, string] => [path, pick(formatsFor(path))]);
    if (next.length > 0 && commute(yours, next)) return { yours, next, formats: reformatted };
  }
}

/** The tree with the edits, or undefined when one of them finds nothing to change. */
function applied(tree: FileTree, edits: readonly CommutingEdit[]): FileTree | undefined {
  let result = tree;
  for (const { path, from, to } of edits) {
    const text = textOf(result, path)!;
    if (!text.includes(from)) return undefined;
    result = edited(result, { [path]: text.replace(from, () => to) });
  }
  return result;
}

function commute(yours: readonly CommutingEdit[], next: readonly CommutingEdit[]): boolean {
  const base = projectTree();
  const one = applied(base, [...yours, ...next]);
  const other = applied(base, [...next, ...yours]);
  return one !== undefined && other !== undefined && differing(one, other) === undefined;
}

/** The first path at which two trees say something else, if there is one. */
function differing(one: FileTree, other: FileTree): string | undefined {
  for (const [path, { content }] of one) {
    const twin = other.get(path);
    if (!twin) return path;
    if (Buffer.compare(content, twin.content) !== 0 && meaning(one, path) !== meaning(other, path))
      return path;
  }
  return [...other.keys()].find((path) => !one.has(path));
}

/** What a file says, whatever its format. */
function meaning(tree: FileTree, path: string): string | undefined {
  const text = textOf(tree, path)!.replaceAll('\r\n', '\n');
  if (/\.tsx?$/.test(path)) return codeMeaning(path, text);
  if (path.endsWith('.json')) return jsonValue(text) === undefined ? undefined : jsonMeaning(text);
  if (path.endsWith('.yml')) return `${yamlValue(text)}\n${text.match(/#.*/g)?.sort().join('\n') ?? ''}`;
  const lines = bareLines(text);
  return (/ignore$|example$/.test(path) ? lines.sort() : lines).join('\n');
}

/** The value of JSON with its lists of words sorted, and its comments. */
function jsonMeaning(text: string): string {
  const value: unknown = JSON.parse(jsonValue(text)!, (_, inner: unknown) =>
    Array.isArray(inner) && inner.every((item) => typeof item === 'string') ? inner.toSorted() : inner,
  );
  return `${JSON.stringify(value)}\n${
    text
      .match(/\/\/.*/g)
      ?.sort()
      .join('\n') ?? ''
  }`;
}

/** Merges a case and compares the outcome with all edits applied one after the other. */
export function judge(
  merge: Merge,
  { yours, next, formats: reformatted }: Case,
  known: Readonly<Record<string, Format>> = formats,
): { verdict: Verdict; path?: string } {
  const base = projectTree();
  const changes = Object.fromEntries(
    reformatted.map(([path, format]) => [path, (text: string) => known[format]!(text, path)]),
  );
  const result = merge({ base, yours: edited(applied(base, yours)!, changes), next: applied(base, next)! });
  if (result.conflicts.length > 0) return { verdict: 'conflict', path: result.conflicts[0]!.path };
  const path = differing(applied(base, [...yours, ...next])!, result.files);
  if (path === undefined) return { verdict: 'right' };
  // A comment that a notice says is missing is not silent, but not right either.
  const told = result.notices.some((notice) => notice.path === path && notice.kind === 'comments');
  return { verdict: told ? 'conflict' : 'wrong', path };
}
