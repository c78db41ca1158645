import { join } from 'node:path';
import type { FileTree } from '../generate/file-tree.ts';
import type { Disk } from './disk.ts';
import { isTemporaryName } from './leftovers.ts';

/** Folders and files of a project that are made, secret or someone else's; they are not read. */
const skipped = new Set(['.git', 'node_modules', 'dist', 'cdk.out', 'coverage', '.env']);

/** A file of a project is text that people wrote; what is larger is theirs alone and is not read. */
export const largestFile = 2 * 1024 * 1024;

/**
 * The files of a project as they are on disk, in code-unit order of their paths. Links are not followed: a link is an entry with its
 * target as content. Files over {@link largestFile} are named in `large` and left out.
 */
export function readTree(disk: Disk, root: string): { tree: FileTree; large: string[] } {
  const found: FileTree = new Map();
  const large: string[] = [];
  const walk = (prefix: string): void => {
    for (const name of disk.list(join(root, prefix))) {
      if (skipped.has(name) || isTemporaryName(name)) continue;
      const path = prefix ? `${prefix}/${name}` : name;
      const full = join(root, path);
      const stats = disk.look(full);
      if (stats?.isDirectory()) walk(path);
      else if (stats?.isSymbolicLink()) {
        found.set(path, { content: Buffer.from(disk.readLink(full)), mode: 0o777, link: true });
      } else if (stats?.isFile() && stats.size > largestFile) large.push(path);
      else if (stats?.isFile()) {
        found.set(path, { content: disk.readFile(full), mode: stats.mode & 0o100 ? 0o755 : 0o644 });
      }
    }
  };
  walk('');
  return { tree: new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1))), large };
}
