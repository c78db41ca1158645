import type { Disk } from '../disk.ts';
import { diskFailure } from '../disk-failure.ts';
import { closeTransaction, deadTransactions, openTransaction } from './lock.ts';
import { settleTransaction } from './settle.ts';

/** What a killed run left and what became of it, as sentences; empty when there was nothing. */
export function recover(disk: Disk, root: string, shown: string): string[] {
  if (deadTransactions(disk, root).length === 0) return [];
  try {
    const own = openTransaction(disk, root);
    try {
      return deadTransactions(disk, root).flatMap((stage) => sentences(settleTransaction(disk, root, stage)));
    } finally {
      closeTransaction(disk, root, own);
    }
  } catch (error) {
    throw diskFailure(error, shown);
  }
}

function sentences(edited: readonly string[]): string[] {
  const settled = 'An upgrade that was killed has been settled.';
  const kept = edited.map(
    (path) => `${path} was edited since, so it stays as it is; its original is in the backup.`,
  );
  return [settled, ...kept];
}
