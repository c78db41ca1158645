import { posix } from 'node:path';
import { foldersAbove } from './paths.ts';
import type { Rename } from './types.ts';

/**
 * Where a file of your own goes when the template moved its whole folder, or undefined when its folder stays. A folder
 * is moved when it is declared so, or when every file that the template had in it has its new path under one other
 * folder. The nearest folder in which the template had files decides.
 */
export function folderMoves(
  basePaths: readonly string[],
  nextPaths: Iterable<string>,
  withNext: ReadonlyMap<string, string>,
  renames: readonly Rename[],
): (path: string) => string | undefined {
  const declared = new Map(renames.filter(({ dir }) => dir).map(({ from, to }) => [from, to] as const));
  const stillThere = new Set([...nextPaths].flatMap(foldersAbove));
  const targets = new Map<string, string | undefined>();
  for (const path of basePaths) {
    for (const folder of foldersAbove(path)) {
      const rest = path.slice(folder.length);
      const to = withNext.get(path);
      const target = to?.endsWith(rest) ? to.slice(0, -rest.length) : undefined;
      targets.set(folder, !targets.has(folder) || targets.get(folder) === target ? target : undefined);
    }
  }
  return (path) => {
    for (const folder of foldersAbove(path)) {
      const target = declared.get(folder) ?? (stillThere.has(folder) ? undefined : targets.get(folder));
      const applies = targets.has(folder) || declared.has(folder);
      if (applies) return target && target !== folder ? target + path.slice(folder.length) : undefined;
    }
    return undefined;
  };
}

/**
 * For a file of your own in a folder that the template has left, with no single place to go along to: a sentence that says
 * so. The nearest folder in which the template had files decides.
 */
export function leftFolders(
  basePaths: readonly string[],
  nextPaths: Iterable<string>,
  withNext: ReadonlyMap<string, string>,
): (path: string) => string | undefined {
  const stillThere = new Set([...nextPaths].flatMap(foldersAbove));
  const wentTo = new Map<string, Set<string>>();
  for (const path of basePaths) {
    for (const folder of foldersAbove(path)) {
      const targets = wentTo.get(folder) ?? new Set();
      const to = withNext.get(path);
      wentTo.set(folder, to === undefined ? targets : targets.add(posix.dirname(to)));
    }
  }
  return (path) => {
    const folder = foldersAbove(path).find((each) => wentTo.has(each));
    if (folder === undefined || stillThere.has(folder)) return undefined;
    const targets = [...wentTo.get(folder)!].sort();
    if (targets.length === 0) return `The template has nothing in ${folder} any more; your file stays there.`;
    const places = targets.length > mostPlaces ? `${targets.length} other folders` : targets.join(', ');
    return `The template's files of ${folder} went to ${places}; your file stays: see whether it belongs there.`;
  };
}

/** More folders than this are a number. */
const mostPlaces = 3;
