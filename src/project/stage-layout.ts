import { basename, join } from 'node:path';
import type { Disk } from './disk.ts';
import { Failure } from './failure.ts';

/** Full path of what says that the run of a temporary folder has begun to change files, and how to put them back. */
export const journalFile = (stage: string) => join(stage, 'journal.json');

/**
 * Throws unless a temporary folder holds plain files where originals and new versions lie: it may have come from
 * anywhere, and a link in it would lead elsewhere.
 */
export function refuseOddLayout(disk: Disk, stage: string): void {
  const journal = disk.look(journalFile(stage));
  if (journal && !journal.isFile()) throw damagedJournal(stage);
  for (const folder of ['new', 'old'].map((name) => join(stage, name))) {
    const found = disk.look(folder);
    if (!found) continue;
    if (!found.isDirectory()) throw damagedJournal(stage);
    if (disk.list(folder).some((name) => !disk.look(join(folder, name))?.isFile()))
      throw damagedJournal(stage);
  }
}

/** The failure of a journal that nothing can be put back by. What lies beside it may be the only originals. */
export function damagedJournal(stage: string): Failure {
  const name = basename(stage);
  return new Failure(
    'record',
    'damaged-journal',
    `The journal of an interrupted run cannot be used: ${name}.`,
    {
      hint: 'Get your files back from git, or by hand from its folder "old"; then move it out of the project.',
    },
  );
}
