import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { hasMarkers } from '../../upgrade/lines/markers.ts';
import { readText } from '../../upgrade/text-attributes.ts';
import type { Conflict } from '../../upgrade/types.ts';
import type { Pending } from './pending.ts';

/** What a person has to do after an upgrade with conflicts, by path. */
export function findPending(conflicts: readonly Conflict[], incoming: FileTree, result: FileTree): Pending[] {
  const aside = [...incoming.keys()].map((path): Pending => ({ path, kind: 'incoming' }));
  const paths = [...new Set(conflicts.map(({ path }) => path))];
  const others = paths.flatMap((path): Pending[] => {
    if (isMarked(result.get(path))) return [{ path, kind: 'markers' }];
    return incoming.has(path) ? [] : [{ path, kind: 'decide' }];
  });
  return [...aside, ...others].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** True for a file with the markers of a conflict. */
export function isMarked(entry: FileEntry | undefined): boolean {
  return entry !== undefined && !entry.link && hasMarkers(readText(entry.content).lines);
}
