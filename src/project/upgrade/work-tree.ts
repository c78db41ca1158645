import { join } from 'node:path';
import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { isTemporaryName } from '../leftovers.ts';
import { largestFile } from '../read-tree.ts';
import { recordFolder } from '../record.ts';
import { type OwnFile, type OwnLimits, ownLimits, withinLimits } from './own-files.ts';

/** Folders that are made or someone else's, and files that may hold secrets; entered only for a path that is known. */
const skipped = new Set([
  '.git',
  'node_modules',
  recordFolder,
  'dist',
  'cdk.out',
  'coverage',
  '.local-cloud',
]);
const secret = /^\.env(\.|$)/;

/** A known file is read whatever its size; above this something is wrong. */
const largestKnown = 64 * 1024 * 1024;

/** The files of a project as they are on disk. */
export interface WorkTree {
  files: FileTree;
  /** Paths of files of your own that were not read, because there are too many. */
  unread: string[];
}

/**
 * Reads all files that `known` names, and your own as far as limits go. Names are those that the folder lists, so that
 * letter case counts everywhere. A link is an entry with its target as content and is never followed; what is neither file
 * nor folder counts as a link too, so that nobody writes over it.
 */
export function readWorkTree(
  disk: Disk,
  root: string,
  known: ReadonlySet<string>,
  limits: OwnLimits = ownLimits,
): WorkTree {
  const found: [string, FileEntry][] = [];
  const own: OwnFile[] = [];
  const knownFolders = new Set([...known].flatMap(foldersAbove));
  const walk = (prefix: string, knownOnly: boolean): void => {
    for (const name of disk.list(join(root, prefix))) {
      const path = prefix ? `${prefix}/${name}` : name;
      const apart = knownOnly || skipped.has(name) || isTemporaryName(name);
      const stats = disk.look(join(root, path));
      if (stats?.isDirectory()) {
        if (!apart || knownFolders.has(path)) walk(path, apart);
      } else if (stats && known.has(path)) {
        if (stats.size > largestKnown) throw tooLarge(path);
        found.push([path, readEntry(disk, root, path)]);
      } else if (
        stats &&
        (!apart || knownFolders.has(path)) &&
        !secret.test(name) &&
        stats.size <= largestFile
      ) {
        own.push({ path, size: stats.size });
      }
    }
  };
  try {
    walk('', false);
    const { read, unread } = withinLimits(own, limits);
    for (const path of read) found.push([path, readEntry(disk, root, path)]);
    return { files: new Map(found.sort(([a], [b]) => (a < b ? -1 : 1))), unread };
  } catch (error) {
    throw readFailure(error);
  }
}

/** A file or link of a project. Only the executable bit of its permissions counts. */
export function readEntry(disk: Disk, root: string, path: string): FileEntry {
  const place = join(root, path);
  const stats = disk.look(place);
  if (stats?.isFile()) return { content: disk.readFile(place), mode: stats.mode & 0o100 ? 0o755 : 0o644 };
  const target = stats?.isSymbolicLink() ? disk.readLink(place) : '';
  return { content: Buffer.from(target), mode: 0o777, link: true };
}

function readFailure(error: unknown): unknown {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (!code || !syscall) return error;
  return new Failure('environment', 'unreadable', `${path ?? 'A file'} cannot be read (${code}).`, {
    hint: 'Check its permissions, and run the command again.',
    cause: error,
  });
}

function tooLarge(path: string): Failure {
  return new Failure('environment', 'file-too-large', `${path} is larger than 64 MiB.`, {
    hint: 'Move it out of the way: the templates know a file of this name.',
  });
}
