import { dirname, join } from 'node:path';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { recordFolder } from '../record.ts';
import { backupFolder, pruneBackups } from './backups.ts';
import { closeTransaction } from './lock.ts';
import { lookBelow } from './look.ts';
import { isAs, type Manifest, manifestFile, readManifest } from './manifest.ts';

export const newCopy = (stage: string, number: number) => join(stage, 'new', String(number));
export const oldCopy = (stage: string, number: number) => join(stage, 'old', String(number));
export const journalFile = (stage: string) => join(stage, 'journal.json');

/**
 * Ends the transaction that a folder stands for. One that had not begun left nothing to do. One that had made its last
 * write is done: its originals become a backup. Any other is undone. Gives the paths that somebody edited after a
 * kill: they stay as they are, and their originals are kept as a backup.
 */
export function settleTransaction(disk: Disk, root: string, stage: string): string[] {
  const manifest = readManifest(disk, journalFile(stage));
  const edited = manifest && !isDone(disk, stage, manifest) ? undo(disk, root, stage, manifest) : [];
  if (manifest) {
    if (edited.length > 0 || isDone(disk, stage, manifest)) keepOriginals(disk, root, stage, manifest);
    if (isDone(disk, stage, manifest)) removeEmptied(disk, root, manifest);
    if (lookBelow(disk, journalFile(stage))) disk.removeFile(journalFile(stage));
  }
  closeTransaction(disk, root, stage);
  return edited;
}

function isDone(disk: Disk, stage: string, { steps }: Manifest): boolean {
  return !lookBelow(disk, newCopy(stage, steps.at(-1)!.number));
}

function undo(disk: Disk, root: string, stage: string, { steps, folders }: Manifest): string[] {
  for (const { path, before, after } of steps) {
    if (after && !before && isAs(disk, join(root, path), after)) disk.removeFile(join(root, path));
  }
  for (const folder of [...folders].reverse()) removeIfEmpty(disk, join(root, folder));
  const edited: string[] = [];
  for (const { path, number, before, after } of steps) {
    const place = join(root, path);
    if (isAs(disk, place, before)) continue;
    const ours = !lookBelow(disk, place) || (after && isAs(disk, place, after));
    const linked = foldersAbove(path).some((folder) => lookBelow(disk, join(root, folder))?.isSymbolicLink());
    if (!before || !ours || linked || !lookBelow(disk, oldCopy(stage, number))) {
      edited.push(path);
      continue;
    }
    const copy = join(stage, 'undo');
    if (lookBelow(disk, copy)) disk.removeFile(copy);
    const { mode } = lookBelow(disk, oldCopy(stage, number))!;
    disk.writeFile(copy, disk.readFile(oldCopy(stage, number)), mode & 0o777);
    disk.makeFolders(dirname(place));
    disk.rename(copy, place);
  }
  return edited;
}

function keepOriginals(disk: Disk, root: string, stage: string, { id }: Manifest): void {
  const originals = join(stage, 'old');
  if (!lookBelow(disk, manifestFile(originals))) return;
  disk.makeFolders(join(root, recordFolder, 'backup'));
  disk.rename(originals, backupFolder(root, id));
  pruneBackups(disk, root);
}

/** Folders that lost their last file go too: git does not know them. */
function removeEmptied(disk: Disk, root: string, { steps }: Manifest): void {
  const emptied = new Set(steps.filter(({ after }) => !after).flatMap(({ path }) => foldersAbove(path)));
  for (const folder of [...emptied].sort((a, b) => b.length - a.length)) {
    if (folder !== recordFolder) removeIfEmpty(disk, join(root, folder));
  }
}

function removeIfEmpty(disk: Disk, path: string): void {
  if (lookBelow(disk, path)?.isDirectory() && disk.list(path).length === 0) disk.removeFolder(path);
}
