import { join } from 'node:path';
import type { FileEntry, FileTree } from '../generate/file-tree.ts';
import { foldersAbove } from '../upgrade/paths.ts';
import type { Change, ConflictPolicy } from './changes.ts';
import { combine } from './combine.ts';
import type { Disk } from './disk.ts';
import type { Target } from './target.ts';

/** What writing a project would do, path by path; reads the target and writes nothing. */
export function compare(disk: Disk, target: Target, tree: FileTree, policy: ConflictPolicy): Change[] {
  return [...tree].map(([path, entry]): Change => {
    const create: Change = { path, action: 'create', entry, write: { path, entry } };
    if (!target.exists) return create;
    const found = lookAt(disk, target.path, path);
    if (found === 'nothing') return create;
    if (found === 'blocked') {
      const notes = ['something that is not a plain file is in the way'];
      return { path, action: policy === 'error' ? 'conflict' : 'keep', entry, notes };
    }
    if (Buffer.compare(found, entry.content) === 0) return { path, action: 'same', entry };
    if (policy === 'error') return { path, action: 'conflict', entry };
    if (policy === 'skip') return { path, action: 'keep', entry };
    return merged(disk, target.path, path, entry, found);
  });
}

function merged(disk: Disk, root: string, path: string, entry: FileEntry, yours: Uint8Array): Change {
  const combined = combine(path, yours, entry.content);
  if (combined) {
    const { content, notes } = combined;
    if (Buffer.compare(content, yours) === 0) return { path, action: 'same', entry, notes };
    const mode = entry.mode;
    return {
      path,
      action: 'merge',
      entry,
      notes,
      write: { path, entry: { content, mode }, replaces: yours },
    };
  }
  const beside = freeName(disk, root, path, entry.content);
  if (!beside) return { path, action: 'keep', entry };
  if (beside.taken) return { path, action: 'beside', entry, notes: [`see ${beside.path}`] };
  return {
    path,
    action: 'beside',
    entry,
    write: { path: beside.path, entry },
    notes: [`see ${beside.path}`],
  };
}

/** `file.new`, or `file.new2` and so on when that is taken by something else. */
function freeName(disk: Disk, root: string, path: string, content: Uint8Array) {
  for (let count = 1; count < 100; count += 1) {
    const candidate = `${path}.new${count === 1 ? '' : count}`;
    const found = lookAt(disk, root, candidate);
    if (found === 'nothing') return { path: candidate, taken: false };
    if (found !== 'blocked' && Buffer.compare(found, content) === 0) return { path: candidate, taken: true };
  }
  return undefined;
}

/** The bytes of a plain file; `blocked` when a link, a folder or a file above it stands there. */
function lookAt(disk: Disk, root: string, path: string): Uint8Array | 'nothing' | 'blocked' {
  for (const folder of foldersAbove(path).reverse()) {
    const found = disk.look(join(root, folder));
    if (!found) return 'nothing';
    if (!found.isDirectory()) return 'blocked';
  }
  const found = disk.look(join(root, path));
  if (!found) return 'nothing';
  return found.isFile() ? disk.readFile(join(root, path)) : 'blocked';
}
