import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';
import { Failure } from './failure.ts';
import { isTemporaryName } from './leftovers.ts';

/** Where a project goes. */
export interface Target {
  /** Absolute path of the project. */
  path: string;
  /** The directory as it was given, for messages. */
  shown: string;
  /** True when there is a folder already, empty or not. */
  exists: boolean;
  /** Names in the folder, without what this tool left behind; empty when there is none. */
  entries: string[];
}

/** Looks at the directory of a project to be. Throws a {@link Failure} when no project can go there. */
export function inspectTarget(disk: Disk, cwd: string, directory: string): Target {
  const given = resolve(cwd, directory);
  const target = { path: given, shown: directory, exists: false, entries: [] };
  try {
    const ancestor = firstExisting(disk, given);
    if (!isFolder(disk, ancestor)) throw fileInTheWay(ancestor === given ? directory : ancestor);
    const real = disk.realPath(ancestor);
    if (real.split(sep).some((segment) => segment === 'node_modules' || segment === '.git')) {
      throw new Failure('usage', 'reserved-directory', `${directory} leads into ${real}.`, {
        hint: 'A project cannot live in node_modules or .git. Choose another directory.',
      });
    }
    if (ancestor !== given) return { ...target, path: join(real, given.slice(ancestor.length)) };
    const entries = disk.list(real).filter((name) => !isTemporaryName(name));
    return { ...target, path: real, exists: true, entries };
  } catch (error) {
    throw diskFailure(error, directory);
  }
}

/** The nearest path at or above `path` that exists; a link to nothing exists. */
export function firstExisting(disk: Disk, path: string): string {
  for (let at = path; ; at = dirname(at)) {
    if (look(disk, at) || at === dirname(at)) return at;
  }
}

function look(disk: Disk, path: string) {
  try {
    return disk.look(path);
  } catch (error) {
    // Something above it is a file.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isFolder(disk: Disk, path: string): boolean {
  const found = disk.look(path);
  if (!found?.isSymbolicLink()) return found?.isDirectory() ?? false;
  try {
    return disk.look(disk.realPath(path))?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function fileInTheWay(path: string): Failure {
  return new Failure('conflict', 'file-in-the-way', `${path} is not a directory.`, {
    hint: `Choose another directory, or move ${basename(path)} away.`,
  });
}
