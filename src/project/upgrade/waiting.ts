import { relative, sep } from 'node:path';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { isHalfDone, readJournal as readWriteJournal } from '../journal.ts';
import { type Trace, tracesIn } from '../leftovers.ts';
import { transactionsFolder } from './lock.ts';
import { isDone, readJournal } from './settle.ts';

/** A run that has not ended, as its temporary folder shows it. */
export interface Waiting extends Trace {
  /** Path in the project. */
  shown: string;
  /** `upgrade`: a transaction of this command. `write`: a project was being written into the directory. */
  kind: 'upgrade' | 'write';
}

/** Every run in a project that has not ended, or was killed. */
export function waitingRuns(disk: Disk, root: string): Waiting[] {
  const folder = transactionsFolder(root);
  const inside = disk.look(folder)?.isDirectory() ? tracesIn(disk, folder) : [];
  const waiting = (kind: Waiting['kind']) => (trace: Trace) => {
    return { ...trace, kind, shown: relative(root, trace.path).split(sep).join('/') };
  };
  return [...tracesIn(disk, root).map(waiting('write')), ...inside.map(waiting('upgrade'))];
}

/** True when a run has changed some files and not all: the project is part old and part new. Throws when its journal cannot be used. */
export function isInTheMiddle(disk: Disk, { kind, path }: Waiting): boolean {
  if (kind === 'write') {
    const journal = readWriteJournal(disk, path);
    return journal !== undefined && isHalfDone(disk, path, journal);
  }
  const manifest = readJournal(disk, path);
  return manifest !== undefined && !isDone(disk, path, manifest);
}

/** The failure of a look at a project that an interrupted run has left part old and part new. */
export function interrupted(kind: 'record' | 'conflict', { shown }: Waiting): Failure {
  return new Failure(
    kind,
    'interrupted-upgrade',
    `An upgrade was interrupted, and waits in ${shown}: files of the project may be part old and part new.`,
    { hint: 'Nothing was changed. Say "upgrade --abort" to put back what it had changed, then look again.' },
  );
}
