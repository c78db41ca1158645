import type { ThreeTexts } from './lines/chunks.ts';

export interface ListMerge {
  lines: string[];
  /** Variables that both sides gave another value; the preferred side's is in the lines. */
  conflicts: { name: string; base?: string; yours?: string; next?: string }[];
  /** Patterns of the template that come after an exception (`!`) of yours and may undo it. */
  afterException: string[];
}

const variable = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=/;

/**
 * Merges ignore lists and `.env.example` as ordered sets: yours, without what the template took away, with each line
 * that it added after the line it follows there. Lines that set a variable are told apart by its name.
 */
export function mergeList({ base, yours, next }: ThreeTexts, prefer: 'yours' | 'next'): ListMerge {
  const before = entriesOf(base);
  const ours = entriesOf(yours);
  const theirs = entriesOf(next);
  const conflicts: ListMerge['conflicts'] = [];
  const removals = new Map<string, number>();
  const lines = yours.flatMap((line) => {
    const key = keyOf(line);
    if (key === '' || !before.has(key)) return both(key, line);
    if (!theirs.has(key)) {
      // A line that you have put in once more is yours.
      const seen = (removals.get(key) ?? 0) + 1;
      removals.set(key, seen);
      if (seen <= count(yours, key) - count(base, key)) return [line];
      if (line !== before.get(key)) conflicts.push({ name: nameOf(key), base: before.get(key), yours: line });
      return line !== before.get(key) && prefer === 'yours' ? [line] : [];
    }
    return both(key, line);
  });

  function both(key: string, line: string): string[] {
    const [old, its] = [before.get(key), theirs.get(key)];
    if (key === '' || its === undefined || its === old || its === line) return [line];
    if (line === old) return [its];
    conflicts.push({ name: nameOf(key), base: old, yours: line, next: its });
    return [prefer === 'yours' ? line : its];
  }

  const added: string[] = [];
  for (const [index, line] of next.entries()) {
    const key = keyOf(line);
    if (key === '' || ours.has(key) || added.includes(key)) continue;
    if (before.has(key)) {
      if (before.get(key) === line) continue;
      conflicts.push({ name: nameOf(key), base: before.get(key), next: line });
      if (prefer === 'yours') continue;
    }
    added.push(key);
    insert(lines, line, next.slice(0, index), before, theirs);
  }
  return { lines, conflicts, afterException: afterException(lines, added, ours) };
}

/** True when the lines set one variable more than once. */
export function repeatsVariable(lines: readonly string[]): boolean {
  const names = lines.map(keyOf).filter((key) => key.endsWith('='));
  return new Set(names).size < names.length;
}

/** What tells a line from others: a variable's name, a pattern, a comment; empty for a blank line. */
function keyOf(line: string): string {
  const name = variable.exec(line)?.[1];
  return name === undefined ? line.trim() : `${name}=`;
}

function count(lines: readonly string[], key: string): number {
  return lines.filter((line) => keyOf(line) === key).length;
}

function nameOf(key: string): string {
  return key.replace(/=$/, '');
}

function entriesOf(lines: readonly string[]): Map<string, string> {
  return new Map(lines.map((line) => [keyOf(line), line] as const).filter(([key]) => key !== ''));
}

/** Puts a line after the nearest line before it in the template that the list has, and after your additions there. */
function insert(
  lines: string[],
  line: string,
  preceding: readonly string[],
  before: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): void {
  const keys = lines.map(keyOf);
  const anchor = preceding.map(keyOf).findLast((key) => key !== '' && keys.includes(key));
  let at = anchor === undefined ? 0 : keys.lastIndexOf(anchor) + 1;
  const mine = (key: string | undefined) =>
    key !== undefined && key !== '' && !before.has(key) && !theirs.has(key);
  while (at < keys.length && mine(keys[at])) at += 1;
  lines.splice(at, 0, line);
}

function afterException(
  lines: readonly string[],
  added: readonly string[],
  ours: ReadonlyMap<string, string>,
): string[] {
  const exception = lines.findIndex((line) => line.startsWith('!') && ours.has(keyOf(line)));
  if (exception < 0) return [];
  const later = lines.slice(exception + 1);
  return later.filter(
    (line) => added.includes(keyOf(line)) && !line.startsWith('!') && !line.startsWith('#'),
  );
}
