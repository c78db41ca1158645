import { join } from 'node:path';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { lookBelow } from './look.ts';
import { isAs, type Stamp, type Step } from './manifest.ts';

/** Somebody may have written the file since the plan was made, or put a link above it. */
export function refuseChanged(disk: Disk, root: string, { path, before }: Step): void {
  const outside = foldersAbove(path).find((folder) => lookBelow(disk, join(root, folder))?.isSymbolicLink());
  if (
    outside === undefined &&
    (isAs(disk, join(root, path), before) || isFolderToReplace(disk, root, path, before))
  )
    return;
  throw changedMeanwhile(path);
}

/** The failure of a plan that no longer fits what is on disk. */
export function changedMeanwhile(path: string): Failure {
  return new Failure('conflict', 'changed-meanwhile', `${path} was changed since the upgrade was planned.`, {
    hint: 'Everything is as it was. Run the command again.',
  });
}

function isFolderToReplace(disk: Disk, root: string, path: string, before: Stamp | undefined): boolean {
  return before === undefined && Boolean(lookBelow(disk, join(root, path))?.isDirectory());
}
