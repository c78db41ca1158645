import { join } from 'node:path';
import { textFile } from '../../generate/file-tree.ts';
import type { Disk } from '../disk.ts';
import { basePath, recordFolder } from '../record.ts';
import { isMarked } from './find-pending.ts';
import { lookBelow } from './look.ts';
import { type Pending, splitPending } from './pending.ts';
import type { ProjectRecord } from './read-record.ts';
import { transact } from './transaction.ts';
import { readEntry } from './work-tree.ts';

/** What is still to be done before an upgrade with conflicts is finished. */
export function openConflicts(disk: Disk, root: string, pending: readonly Pending[]): Pending[] {
  return pending.filter(({ path, kind }) => {
    if (kind === 'incoming') return lookBelow(disk, join(root, recordFolder, 'incoming', path)) !== undefined;
    if (kind === 'decide' || !lookBelow(disk, join(root, path))?.isFile()) return false;
    return isMarked(readEntry(disk, root, path));
  });
}

/** Takes the pending paths out of the record: the upgrade is finished. */
export async function finishConflicts(
  disk: Disk,
  root: string,
  record: ProjectRecord,
  shown: string,
): Promise<void> {
  const lines = splitPending(record.baseText)
    .text.split('\n')
    .filter((line) => line.trim() !== '');
  const after = textFile(lines.map((line) => `${line}\n`).join(''));
  const before = readEntry(disk, root, basePath);
  await transact(disk, root, [{ path: basePath, before, after }], { kind: 'continue', shown });
  const incoming = join(root, recordFolder, 'incoming');
  if (lookBelow(disk, incoming)?.isDirectory()) removeEmptyFolders(disk, incoming);
}

function removeEmptyFolders(disk: Disk, folder: string): void {
  for (const name of disk.list(folder)) {
    if (lookBelow(disk, join(folder, name))?.isDirectory()) removeEmptyFolders(disk, join(folder, name));
  }
  if (disk.list(folder).length === 0) disk.removeFolder(folder);
}
