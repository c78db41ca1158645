import { dirname, join } from 'node:path';
import type { Disk } from '../disk.ts';
import { diskFailure } from '../disk-failure.ts';
import { removeAtExit } from '../leftovers.ts';
import { openTransaction } from './lock.ts';
import { lookBelow } from './look.ts';
import type { Manifest, Step } from './manifest.ts';
import { refuseChanged } from './refuse-changed.ts';
import { newCopy, settleTransaction } from './settle.ts';
import { announce, copiesOf, stageWrites, type Write } from './stage-writes.ts';

/**
 * Changes files of a project all at once: originals and new versions are first copied and flushed in the folder of the
 * transaction, then each new one is moved to its place. The last write is what makes the transaction count: an error
 * before it, or the run after a kill, puts everything back. Afterwards the originals are a backup, whose name is
 * given.
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
    const manifest = stageWrites(disk, root, stage, writes, about);
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

/** What this cannot do now is left to the next run. */
function trySettle(disk: Disk, root: string, stage: string): void {
  try {
    settleTransaction(disk, root, stage);
  } catch {
    // The journal stays, and the first error says more than this one.
  }
}
