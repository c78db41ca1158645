import type { Stats } from 'node:fs';
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
