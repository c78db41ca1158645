import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { countMarkers } from '../../upgrade/lines/markers.ts';
import { readText } from '../../upgrade/text-attributes.ts';
import type { Conflict } from '../../upgrade/types.ts';
import type { Pending } from './pending.ts';

/** What a person has to do after an upgrade with conflicts, by path. Markers that were in your file before are none of it. */
export function findPending(
  conflicts: readonly Conflict[],
  { incoming, yours, result }: { incoming: FileTree; yours: FileTree; result: FileTree },
): Pending[] {
  const aside = [...incoming.keys()].map((path): Pending => ({ path, kind: 'incoming' }));
  const paths = [...new Set(conflicts.map(({ path }) => path))];
  const others = paths.flatMap((path): Pending[] => {
    if (markersOf(result.get(path)) > markersOf(yours.get(path))) return [{ path, kind: 'markers' }];
    return incoming.has(path) ? [] : [{ path, kind: 'decide' }];
  });
  return [...aside, ...others].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** True for a file with a marker that this tool has put there. */
export function isMarked(entry: FileEntry | undefined): boolean {
  return markersOf(entry) > 0;
}

function markersOf(entry: FileEntry | undefined): number {
  return entry === undefined || entry.link ? 0 : countMarkers(readText(entry.content).lines);
}
