import type { Disk } from '../disk.ts';
import { diskFailure } from '../disk-failure.ts';
import { settle } from '../journal.ts';
import { closeTransaction, openTransaction } from './lock.ts';
import { type Settled, settleTransaction } from './settle.ts';
import { type Waiting, waitingRuns } from './waiting.ts';

/** What became of killed runs. */
export interface Recovered {
  /** For the user; empty when there was nothing. */
  sentences: string[];
  /** True when changes of an upgrade, or of a project that was being written, were put back. */
  tookBack: boolean;
}

/**
 * Settles killed runs: those given, or all whose process is gone. Throws a {@link Failure} when another run is at work,
 * or when a journal cannot be used.
 */
export function recover(
  disk: Disk,
  root: string,
  shown: string,
  runs: readonly Waiting[] = waitingRuns(disk, root).filter(({ fate }) => fate === 'gone'),
): Recovered {
  if (runs.length === 0) return { sentences: [], tookBack: false };
  try {
    const settling = runs.map(({ path }) => path);
    const own = openTransaction(disk, root, settling);
    try {
      const settled = runs.map(({ kind, path }): Settled => {
        if (kind === 'upgrade') return settleTransaction(disk, root, path);
        return { edited: [], ...(settle(disk, root, path) ? { undone: 'upgrade' } : {}) };
      });
      return {
        sentences: settled.flatMap(sentences),
        tookBack: settled.some(({ undone }) => undone === 'upgrade'),
      };
    } finally {
      closeTransaction(disk, root, own);
    }
  } catch (error) {
    throw diskFailure(error, shown);
  }
}

function sentences({ edited }: Settled): string[] {
  const kept = edited.map(
    (path) => `${path} was edited since, so it stays as it is; its original is in the backup.`,
  );
  return ['An upgrade that was killed has been settled.', ...kept];
}
