import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { fileId } from '../../upgrade/migrations.ts';
import { similarity } from '../../upgrade/similarity.ts';
import type { BaseDigest } from '../../upgrade/types.ts';
import { sha256 } from '../hash.ts';
import type { BaseEntry } from '../record-read.ts';
import type { RestoredBase } from './restore-base.ts';

/** What the templates gave last time, as the merge takes it. */
export interface Base {
  tree: FileTree;
  digests: Map<string, BaseDigest>;
  /** Stable id of every path on record. */
  ids: { path: string; id: string }[];
}

/**
 * Makes the base of a merge: of several lines for a path, as after a git merge, the one nearest to the file on disk.
 */
export function chooseBase(
  bases: ReadonlyMap<string, BaseEntry[]>,
  restored: readonly RestoredBase[],
  yours: FileTree,
): Base {
  const base: Base = { tree: new Map(), digests: new Map(), ids: [] };
  for (const [path, entries] of bases) {
    const { id, mode, sha256: digest, content } = nearestTo(yours.get(path), entries);
    base.ids.push({ path, id });
    if (content) base.tree.set(path, { content, mode });
    else base.digests.set(path, { sha256: digest, mode });
  }
  for (const { path, content, sha256: digest, mode } of restored) {
    base.ids.push({ path, id: fileId(path) });
    if (content) base.tree.set(path, { content, mode });
    else if (digest) base.digests.set(path, { sha256: digest, mode });
  }
  return base;
}

function nearestTo(yours: FileEntry | undefined, entries: readonly BaseEntry[]): BaseEntry {
  const last = entries.at(-1)!;
  if (!yours || entries.length === 1) return last;
  const digest = sha256(yours.content);
  const score = (entry: BaseEntry) => {
    if (entry.sha256 === digest) return 2;
    return entry.content ? similarity(yours, { content: entry.content, mode: entry.mode }) : 0;
  };
  return entries.reduce((best, entry) => (score(entry) >= score(best) ? entry : best));
}
