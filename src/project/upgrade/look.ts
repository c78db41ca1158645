import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';

/** What is at a path, links not followed; nothing is when something above it is a file. */
export function lookBelow(disk: Disk, path: string): Stats | undefined {
  try {
    return disk.look(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The folder above a path of the project that is a link, if any: nothing is changed through it. */
export function linkAbove(disk: Disk, root: string, path: string): string | undefined {
  return foldersAbove(path).find((folder) => lookBelow(disk, join(root, folder))?.isSymbolicLink());
}

/** True when a folder above a path of the project is a link. */
export function isBehindLink(disk: Disk, root: string, path: string): boolean {
  return linkAbove(disk, root, path) !== undefined;
}

/** Removes a folder that has nothing in it. */
export function removeIfEmpty(disk: Disk, path: string): void {
  if (lookBelow(disk, path)?.isDirectory() && disk.list(path).length === 0) disk.removeFolder(path);
}
