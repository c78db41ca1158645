import type { FileEntry } from '../generate/file-tree.ts';
import { isBinary } from './binary.ts';
import { sameContent } from './entries.ts';
import { baseName } from './paths.ts';
import { readText } from './text-attributes.ts';

/** From this similarity on, a file counts as another file renamed. */
export const renameThreshold = 0.6;

// Below this size a likeness says nothing: many small files are alike.
const minimumBytes = 40;

/**
 * How much of two files is the same, from 0 to 1: the share of their lines, weighed by length, that both have. Binaries
 * and links are alike only when they are equal.
 */
export function similarity(a: FileEntry, b: FileEntry): number {
  if (Math.min(a.content.length, b.content.length) < minimumBytes) return 0;
  if (sameContent(a, b)) return 1;
  if (a.link || b.link || isBinary(a.content) || isBinary(b.content)) return 0;
  const left = weights(a);
  const right = weights(b);
  let common = 0;
  for (const [line, weight] of left) common += Math.min(weight, right.get(line) ?? 0);
  return (2 * common) / Math.max(1, total(left) + total(right));
}

/** The best one-to-one pairs of similar files: the most similar first, then those of one name, then by path. */
export function pairSimilar(
  from: ReadonlyMap<string, FileEntry>,
  to: ReadonlyMap<string, FileEntry>,
  mayPair: (from: string, to: string) => boolean,
): Map<string, string> {
  const candidates: { from: string; to: string; score: number }[] = [];
  for (const [source, entry] of from) {
    for (const [target, other] of to) {
      if (!mayPair(source, target)) continue;
      const score = similarity(entry, other);
      if (score >= renameThreshold) candidates.push({ from: source, to: target, score });
    }
  }
  const renamed = (pair: { from: string; to: string }) => (baseName(pair.from) === baseName(pair.to) ? 0 : 1);
  const byPath = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  candidates.sort(
    (a, b) => b.score - a.score || renamed(a) - renamed(b) || byPath(a.from, b.from) || byPath(a.to, b.to),
  );
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const pair of candidates) {
    if (pairs.has(pair.from) || taken.has(pair.to)) continue;
    pairs.set(pair.from, pair.to);
    taken.add(pair.to);
  }
  return pairs;
}

// The weights of a content are needed once for every file it is compared with.
const known = new WeakMap<Uint8Array, Map<string, number>>();

function weights(entry: FileEntry): Map<string, number> {
  const found = known.get(entry.content);
  if (found) return found;
  const counted = new Map<string, number>();
  for (const line of readText(entry.content).lines) {
    const bare = line.trim();
    if (bare !== '') counted.set(bare, (counted.get(bare) ?? 0) + bare.length);
  }
  known.set(entry.content, counted);
  return counted;
}

function total(counted: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of counted.values()) sum += weight;
  return sum;
}
