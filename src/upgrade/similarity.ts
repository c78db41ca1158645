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
  if (a.link || b.link) return 0;
  const [left, right] = [weights(a), weights(b)];
  let common = 0;
  for (const [line, weight] of left.lines) common += Math.min(weight, right.lines.get(line) ?? 0);
  return (2 * common) / Math.max(1, left.total + right.total);
}

/** False when two files differ too much in size to count as one renamed: cheaper to tell than how similar they are. */
function mayBeSimilar(a: FileEntry, b: FileEntry): boolean {
  if (sameContent(a, b)) return true;
  const [left, right] = [weights(a).total, weights(b).total];
  return 2 * Math.min(left, right) >= renameThreshold * (left + right);
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
      if (!mayPair(source, target) || !mayBeSimilar(entry, other)) continue;
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

/** The lines of a content without white space at their ends, each with all its characters; of a binary none. */
interface Weights {
  lines: ReadonlyMap<string, number>;
  total: number;
}

// The weights of a content are needed once for every file it is compared with.
const known = new WeakMap<Uint8Array, Weights>();

function weights({ content }: FileEntry): Weights {
  const found = known.get(content);
  if (found) return found;
  const lines = new Map<string, number>();
  let total = 0;
  for (const line of isBinary(content) ? [] : readText(content).lines) {
    const bare = line.trim();
    if (bare === '') continue;
    lines.set(bare, (lines.get(bare) ?? 0) + bare.length);
    total += bare.length;
  }
  const counted = { lines, total };
  known.set(content, counted);
  return counted;
}
