import { dirname, join } from 'node:path';
import type { FileEntry } from '../../generate/file-tree.ts';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { diskFailure } from '../disk-failure.ts';
import { Failure } from '../failure.ts';
import { sha256 } from '../hash.ts';
import { removeAtExit } from '../leftovers.ts';
import { backupIds, nextBackupId } from './backups.ts';
import { openTransaction } from './lock.ts';
import { lookBelow } from './look.ts';
import { isAs, isWritable, type Manifest, manifestFile, type Stamp, type Step } from './manifest.ts';
import { journalFile, newCopy, oldCopy, settleTransaction } from './settle.ts';

/** What one path shall become, and what it has to be now. */
export interface Write {
  path: string;
  before?: FileEntry;
  after?: FileEntry;
}

/**
 * Changes files of a project all at once: originals and new versions are first copied and flushed in the folder of the
 * transaction, then each new one is moved to its place. The last write is what makes the transaction count: an error before it,
 * or the run after a kill, puts everything back. Afterwards the originals are a backup, whose name is given.
 */
export async function transact(
  disk: Disk,
  root: string,
  writes: readonly Write[],
  about: { kind: Manifest['kind']; undid?: string; shown: string },
): Promise<string> {
  let stage: string | undefined;
  let keep = () => {};
  try {
    stage = openTransaction(disk, root);
    keep = removeAtExit(disk, stage);
    const manifest = prepare(disk, root, stage, writes, about);
    await disk.flushFiles(copiesOf(stage, manifest));
    await announce(disk, stage, manifest);
    // From here on nothing waits, so no signal is served before the end.
    keep();
    perform(disk, root, stage, manifest);
    trySettle(disk, root, stage);
    return manifest.id;
  } catch (error) {
    keep();
    if (stage) trySettle(disk, root, stage);
    throw diskFailure(error, about.shown);
  }
}

function prepare(
  disk: Disk,
  root: string,
  stage: string,
  writes: readonly Write[],
  { kind, undid }: { kind: Manifest['kind']; undid?: string },
): Manifest {
  disk.makeFolder(join(stage, 'new'));
  disk.makeFolder(join(stage, 'old'));
  const steps = writes.map(({ path, before, after }, number): Step => {
    if (!isWritable(path) || before?.link || after?.link) throw new Error(`${path} must not be written`);
    const step: Step = { path, number, before: stampOf(before), after: stampOf(after) };
    refuseChanged(disk, root, step);
    const mode = lookBelow(disk, join(root, path))?.mode ?? 0o644;
    if (before) disk.writeFile(oldCopy(stage, number), before.content, mode & 0o777);
    if (after)
      disk.writeFile(newCopy(stage, number), after.content, before ? adjusted(mode, after.mode) : after.mode);
    return step;
  });
  const manifest: Manifest = {
    id: nextBackupId(backupIds(disk, root)),
    kind,
    ...(undid ? { undid } : {}),
    steps,
    folders: missingFolders(disk, root, steps),
  };
  disk.writeFile(manifestFile(join(stage, 'old')), Buffer.from(JSON.stringify(manifest)), 0o644);
  return manifest;
}

function copiesOf(stage: string, { steps }: Manifest): string[] {
  return [
    manifestFile(join(stage, 'old')),
    ...steps.filter(({ before }) => before).map(({ number }) => oldCopy(stage, number)),
    ...steps.filter(({ after }) => after).map(({ number }) => newCopy(stage, number)),
  ];
}

/** From this rename on, the next run knows that something may have to be put back. */
async function announce(disk: Disk, stage: string, manifest: Manifest): Promise<void> {
  const draft = join(stage, 'journal.tmp');
  disk.writeFile(draft, Buffer.from(JSON.stringify(manifest)), 0o600);
  await disk.flushFiles([draft]);
  for (const folder of ['new', 'old']) disk.flushFolder(join(stage, folder));
  disk.rename(draft, journalFile(stage));
  disk.flushFolder(stage);
}

/** Files go first, so that a folder can take the place of one and the other way round; the last write comes last. */
function perform(disk: Disk, root: string, stage: string, { steps, folders }: Manifest): void {
  const last = steps.at(-1)!;
  for (const step of steps.filter(({ after }) => !after)) {
    refuseChanged(disk, root, step);
    if (step.before) disk.removeFile(join(root, step.path));
  }
  for (const step of steps.filter(({ after, before }) => after && !before))
    removeEmptyFolder(disk, join(root, step.path));
  for (const folder of folders) if (!lookBelow(disk, join(root, folder))) disk.makeFolder(join(root, folder));
  for (const step of steps.filter((each) => each.after && each !== last)) put(disk, root, stage, step);
  const touched = new Set(steps.map(({ path }) => dirname(join(root, path))));
  for (const folder of touched) if (lookBelow(disk, folder)) disk.flushFolder(folder);
  put(disk, root, stage, last);
  try {
    disk.flushFolder(dirname(join(root, last.path)));
  } catch {
    // It counts; a power cut in the next seconds may still take the last rename back, and with it all of it.
  }
}

function put(disk: Disk, root: string, stage: string, step: Step): void {
  refuseChanged(disk, root, step);
  disk.rename(newCopy(stage, step.number), join(root, step.path));
}

/** A folder whose files all went makes room for a file of its name. */
function removeEmptyFolder(disk: Disk, path: string): void {
  if (!lookBelow(disk, path)?.isDirectory()) return;
  for (const name of disk.list(path)) removeEmptyFolder(disk, join(path, name));
  disk.removeFolder(path);
}

/** Somebody may have written the file since the plan was made, or put a link above it. */
function refuseChanged(disk: Disk, root: string, { path, before }: Step): void {
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

function missingFolders(disk: Disk, root: string, steps: readonly Step[]): string[] {
  const needed = new Set(steps.filter(({ after }) => after).flatMap(({ path }) => foldersAbove(path)));
  return [...needed]
    .filter((folder) => !lookBelow(disk, join(root, folder))?.isDirectory())
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

function stampOf(entry: FileEntry | undefined): Stamp | undefined {
  return entry && { sha256: sha256(entry.content), executable: (entry.mode & 0o100) !== 0 };
}

/** The permissions of your file, executable as the new version says. */
function adjusted(mode: number, after: number): number {
  return after & 0o100 ? (mode & 0o777) | ((mode & 0o444) >> 2) : mode & 0o666;
}

/** What this cannot do now is left to the next run. */
function trySettle(disk: Disk, root: string, stage: string): void {
  try {
    settleTransaction(disk, root, stage);
  } catch {
    // The journal stays, and the first error says more than this one.
  }
}
