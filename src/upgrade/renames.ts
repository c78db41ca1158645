import type { FileTree } from '../generate/file-tree.ts';
import { pairSimilar } from './similarity.ts';
import type { Rename } from './types.ts';

/**
 * For each path of the base its path in the next template: the declared one, else the same one, else that of the added
 * file that is most like it. A path that is missing here was deleted.
 */
export function pairWithNext(
  basePaths: readonly string[],
  base: FileTree,
  next: FileTree,
  renames: readonly Rename[],
): Map<string, string> {
  const declared = declaredPairs(basePaths, next, renames);
  const pairs = new Map(declared);
  const claimed = new Set(pairs.values());
  for (const path of basePaths) {
    if (pairs.has(path) || claimed.has(path) || !next.has(path)) continue;
    pairs.set(path, path);
    claimed.add(path);
  }
  const known = new Set(basePaths);
  const gone = new Map([...base].filter(([path]) => known.has(path) && !pairs.has(path)));
  const added = new Map([...next].filter(([path]) => !claimed.has(path) && !known.has(path)));
  for (const [from, to] of pairSimilar(gone, added, () => true)) pairs.set(from, to);
  return pairs;
}

/** Single files first, then folders, nearest first; a target is given once. */
function declaredPairs(
  basePaths: readonly string[],
  next: FileTree,
  renames: readonly Rename[],
): Map<string, string> {
  const pairs = new Map<string, string>();
  const claimed = new Set<string>();
  const declare = (from: string, to: string) => {
    if (pairs.has(from) || claimed.has(to) || !next.has(to) || from === to) return;
    pairs.set(from, to);
    claimed.add(to);
  };
  const known = new Set(basePaths);
  for (const { from, to, dir } of renames) if (!dir && known.has(from)) declare(from, to);
  const folders = renames.filter(({ dir }) => dir).toSorted((a, b) => b.from.length - a.from.length);
  for (const { from, to } of folders) {
    for (const path of basePaths)
      if (path.startsWith(`${from}/`)) declare(path, to + path.slice(from.length));
  }
  return pairs;
}

/**
 * For each path of the base its path in your project: the same one, else that of your file that is most like it. A path
 * that is missing here was deleted. A path of the next template is yours only for the file that it is the new name of.
 */
export function pairWithYours(
  basePaths: readonly string[],
  base: FileTree,
  yours: FileTree,
  next: FileTree,
  withNext: ReadonlyMap<string, string>,
): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const path of basePaths) if (yours.has(path)) pairs.set(path, path);
  const known = new Set(basePaths);
  const gone = new Map([...base].filter(([path]) => known.has(path) && !pairs.has(path)));
  const own = new Map([...yours].filter(([path]) => !known.has(path)));
  const mayPair = (from: string, to: string) => !next.has(to) || withNext.get(from) === to;
  for (const [from, to] of pairSimilar(gone, own, mayPair)) pairs.set(from, to);
  return pairs;
}
