import { join } from 'node:path';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { isTemporaryName, leftoversIn, temporaryName } from '../leftovers.ts';
import { recordFolder } from '../record.ts';

/** Folder of transactions: each has a folder of its own, which is also its lock. */
export const transactionsFolder = (root: string) => join(root, recordFolder, 'txn');

/**
 * Makes the folder of a transaction. Two that start at once see each other, because each announces itself before it
 * looks around; then neither goes on. Throws a {@link Failure} when another process is at work in the project; those
 * that are about to be settled do not count.
 */
export function openTransaction(
  disk: Disk,
  root: string,
  settling: readonly string[] = deadTransactions(disk, root),
): string {
  const folder = transactionsFolder(root);
  refuseLinks(disk, root);
  const name = temporaryName('');
  const stage = join(folder, name);
  disk.makeFolders(stage);
  const isOther = (each: string) =>
    isTemporaryName(each) && each !== name && !settling.includes(join(folder, each));
  if (!disk.list(folder).some(isOther)) return stage;
  disk.removeTree(stage);
  throw locked();
}

/** The failure of a project that another run may be at work in. What that has left may be the only originals. */
export function locked(): Failure {
  return new Failure(
    'environment',
    'locked',
    'Another upgrade is at work in this project, or was interrupted.',
    {
      hint: 'Wait until it has ended. If none is at work any more, on no machine, say "upgrade --abort": it puts back what was changed.',
    },
  );
}

/** Removes the folder of a transaction, and that of all when it is empty. */
export function closeTransaction(disk: Disk, root: string, stage: string): void {
  disk.removeTree(stage);
  const folder = transactionsFolder(root);
  if (disk.look(folder)?.isDirectory() && disk.list(folder).length === 0) disk.removeFolder(folder);
}

/** Folders of transactions whose process is gone. */
export function deadTransactions(disk: Disk, root: string): string[] {
  const folder = transactionsFolder(root);
  return disk.look(folder)?.isDirectory() ? leftoversIn(disk, folder) : [];
}

/** Nothing of the record may lead elsewhere. */
export function refuseLinks(disk: Disk, root: string): void {
  for (const name of ['', 'txn', 'backup', 'incoming']) {
    const path = join(root, recordFolder, name);
    const found = disk.look(path);
    if (!found || found.isDirectory()) continue;
    const shown = name ? `${recordFolder}/${name}` : recordFolder;
    throw new Failure('record', 'corrupt-record', `${shown} is no folder.`, {
      hint: 'Remove it and run the command again.',
    });
  }
}
