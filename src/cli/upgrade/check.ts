import { Ended } from '../ended.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printUpgradeDocument, type UpgradeStatus } from './document.ts';
import type { Prepared } from './prepare.ts';
import { awsLines } from './print-aws.ts';
import { summary, upToDate as upToDateLine } from './print-plan.ts';

/** Says whether a project is up to date, and ends with the exit code that says the same. */
export async function checkUpgrade(prepared: Prepared, json: boolean, io: Io): Promise<void> {
  const { record, drift, aws, upToDate, notes } = prepared;
  const pending = record.pending.map(
    ({ path }) => `${path} has a conflict of an upgrade that is not finished.`,
  );
  const faults = [...record.faults.map(() => 'fault'), ...drift, ...pending];
  const [status, code]: [UpgradeStatus, number] =
    faults.length > 0
      ? ['drift', exitCodes.drift.code]
      : aws.losses.length > 0
        ? ['stateful', exitCodes.stateful.code]
        : upToDate
          ? ['up-to-date', exitCodes.done.code]
          : ['available', exitCodes.upgradeAvailable.code];
  if (json) await printUpgradeDocument(prepared, { status, pending: record.pending }, io);
  else {
    const lines = [
      ...notes,
      ...drift.map(({ message }) => message),
      ...pending,
      ...awsLines(aws),
      conclusion(prepared),
    ];
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  if (code !== exitCodes.done.code) throw new Ended(code);
}

function conclusion({ record, upToDate, plan }: Prepared): string {
  if (record.pending.length > 0)
    return 'Settle it and run "upgrade --continue", or take all of it back with "upgrade --abort".';
  return upToDate ? upToDateLine(plan) : `An upgrade is available: ${summary(plan.operations)}`;
}
