import { dirname, join } from 'node:path';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { sha256 } from '../hash.ts';
import { recordFolder } from '../record.ts';
import { damagedJournal, journalFile, refuseOddLayout } from '../stage-layout.ts';
import { backupFolder, pruneBackups } from './backups.ts';
import { closeTransaction } from './lock.ts';
import { isBehindLink, lookBelow, removeIfEmpty } from './look.ts';
import { isAs, type Manifest, manifestFile, readManifest, type Stamp } from './manifest.ts';

export const newCopy = (stage: string, number: number) => join(stage, 'new', String(number));
export const oldCopy = (stage: string, number: number) => join(stage, 'old', String(number));

/** What became of a transaction. */
export interface Settled {
  /** What was undone; `undefined` when nothing had begun, or all was done. */
  undone?: Manifest['kind'];
  /** Paths that somebody edited after a kill: they stay as they are, and their originals are kept as a backup. */
  edited: string[];
}

/**
 * Ends the transaction that a folder stands for. One that had not begun left nothing to do. One that had made its last
 * write is done: its originals become a backup. Any other is undone. Throws a {@link Failure} when its journal cannot
 * be used; everything stays then.
 */
export function settleTransaction(disk: Disk, root: string, stage: string): Settled {
  refuseOddLayout(disk, stage);
  const manifest = readJournal(disk, stage);
  const done = manifest !== undefined && isDone(disk, stage, manifest);
  const edited = manifest && !done ? undo(disk, root, stage, manifest) : [];
  if (manifest) {
    if (edited.length > 0 || done) keepOriginals(disk, root, stage, manifest);
    if (edited.length > 0) setManifestAside(disk, root, manifest);
    if (done) removeEmptied(disk, root, manifest);
    disk.removeFile(journalFile(stage));
  }
  closeTransaction(disk, root, stage);
  return { edited, ...(manifest && !done ? { undone: manifest.kind } : {}) };
}

/** The journal of a transaction, which may come from anywhere; `undefined` when it has none. */
export function readJournal(disk: Disk, stage: string): Manifest | undefined {
  if (!lookBelow(disk, journalFile(stage))) return undefined;
  const manifest = readManifest(disk, journalFile(stage));
  if (!manifest) throw damagedJournal(stage);
  return manifest;
}

/** True when the last write was made: then the transaction counts. */
export function isDone(disk: Disk, stage: string, { steps }: Manifest): boolean {
  return !lookBelow(disk, newCopy(stage, steps.at(-1)!.number));
}

function undo(disk: Disk, root: string, stage: string, { steps, folders }: Manifest): string[] {
  for (const { path, before, after } of steps) {
    const place = join(root, path);
    if (after && !before && !isBehindLink(disk, root, path) && isAs(disk, place, after))
      disk.removeFile(place);
  }
  for (const folder of [...folders].reverse()) {
    if (!isBehindLink(disk, root, folder)) removeIfEmpty(disk, join(root, folder));
  }
  const edited: string[] = [];
  for (const { path, number, before, after } of steps) {
    const place = join(root, path);
    if (isAs(disk, place, before)) continue;
    const ours = !lookBelow(disk, place) || (after && isAs(disk, place, after));
    const original = before && originalIn(disk, stage, number, before);
    if (!original || !ours || isBehindLink(disk, root, path)) {
      edited.push(path);
      continue;
    }
    const copy = join(stage, 'undo');
    if (lookBelow(disk, copy)) disk.removeFile(copy);
    disk.writeFile(copy, original.content, original.mode);
    disk.setMode(copy, original.mode);
    disk.makeFolders(dirname(place));
    disk.rename(copy, place);
  }
  return edited;
}

/** A copy that is still what it was made of. */
function originalIn(disk: Disk, stage: string, number: number, { sha256: digest }: Stamp) {
  const copy = oldCopy(stage, number);
  const found = lookBelow(disk, copy);
  if (!found?.isFile()) return undefined;
  const content = disk.readFile(copy);
  return sha256(content) === digest ? { content, mode: found.mode & 0o777 } : undefined;
}

function keepOriginals(disk: Disk, root: string, stage: string, { id }: Manifest): void {
  const originals = join(stage, 'old');
  if (!lookBelow(disk, manifestFile(originals))) return;
  disk.makeFolders(join(root, recordFolder, 'backup'));
  disk.rename(originals, backupFolder(root, id));
  pruneBackups(disk, root);
}

/** A backup of what never came to be holds originals to look at, and nothing to undo. */
function setManifestAside(disk: Disk, root: string, { id }: Manifest): void {
  const folder = backupFolder(root, id);
  if (!lookBelow(disk, manifestFile(folder))) return;
  disk.rename(manifestFile(folder), join(folder, 'interrupted.json'));
}

/** Folders that lost their last file go too: git does not know them. */
function removeEmptied(disk: Disk, root: string, { steps }: Manifest): void {
  const emptied = new Set(steps.filter(({ after }) => !after).flatMap(({ path }) => foldersAbove(path)));
  for (const folder of [...emptied].sort((a, b) => b.length - a.length)) {
    if (folder !== recordFolder && !isBehindLink(disk, root, folder)) removeIfEmpty(disk, join(root, folder));
  }
}
