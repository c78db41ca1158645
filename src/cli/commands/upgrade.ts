import { refuseDirty } from '../../project/refuse-dirty.ts';
import { inspectTarget } from '../../project/target.ts';
import { applyUpgrade } from '../../project/upgrade/apply.ts';
import type { Io } from '../io.ts';
import { checkUpgrade } from '../upgrade/check.ts';
import { confirm } from '../upgrade/confirm.ts';
import { printUpgradeDocument } from '../upgrade/document.ts';
import { type Prepared, prepareUpgrade } from '../upgrade/prepare.ts';
import { printApplied } from '../upgrade/print-applied.ts';
import { printDiffs, printPlan, upToDate } from '../upgrade/print-plan.ts';
import { settleWaiting } from '../upgrade/settle-waiting.ts';
import { missingAccepts, refuseLosses } from '../upgrade/stateful.ts';
import { abortUpgrade, continueUpgrade, tellTakenBack, undoUpgrade } from '../upgrade/take-back.ts';
import { modeOf, type UpgradeFlags } from '../upgrade/upgrade-flags.ts';
import { wrapLine } from '../wrap.ts';

/** Brings a project up to the newest templates, or to other answers; `given` holds those that came as flags. */
export async function upgrade(
  directory: string,
  given: Readonly<Record<string, string>>,
  flags: UpgradeFlags,
  io: Io,
): Promise<void> {
  const mode = modeOf(flags, given);
  const target = inspectTarget(io.disk, io.cwd, directory);
  const tookBack = target.exists && (await settleWaiting(target, mode, flags, io));
  if (tookBack && (mode === 'undo' || mode === 'abort')) return tellTakenBack(target, flags, io);
  if (mode === 'undo') return undoUpgrade(target, flags, io);
  if (mode === 'abort') return abortUpgrade(target, flags, io);
  if (mode === 'continue') return continueUpgrade(target, flags, io);
  if (flags.requireClean) await refuseDirty({ run: io.run, env: io.env, root: target.path });
  const prepared = await prepareUpgrade(target, given, flags, io);
  if (mode === 'check') return checkUpgrade(prepared, flags.json, io);
  if (prepared.upToDate) return printUpToDate(prepared, flags.json, io);
  if (mode === 'preview') return preview(prepared, flags, io);
  if (!flags.json) printPlan(prepared, io);
  refuseLosses(prepared, flags.accept);
  await confirm('Write these changes?', flags, io, () => printDiffs(prepared.plan.operations, io));
  const { plan, record, next } = prepared;
  const backup = await applyUpgrade(io.disk, target.path, plan, { now: record, next }, target.shown);
  await printApplied(prepared, backup, flags.json, io);
}

async function printUpToDate(prepared: Prepared, json: boolean, io: Io): Promise<void> {
  if (json) return printUpgradeDocument(prepared, { status: 'up-to-date' }, io);
  const lines = [...prepared.drift.map(({ message }) => message), ...prepared.notes, upToDate(prepared.plan)];
  io.stdout.write(`${lines.join('\n')}\n`);
}

async function preview(prepared: Prepared, { json, diff, accept }: UpgradeFlags, io: Io): Promise<void> {
  if (json) return printUpgradeDocument(prepared, { status: 'planned', diff }, io);
  if (diff) return printDiffs(prepared.plan.operations, io);
  printPlan(prepared, io);
  const accepts = missingAccepts(prepared, accept);
  const lines = [
    '',
    accepts === ''
      ? 'Nothing was written. Without --dry-run it asks and writes.'
      : `Nothing was written. To write it in spite of what is marked with ! leave out --dry-run and say ${accepts}.`,
    "To see every changed line say --diff, or --diff --only 'infra/**' for a folder.",
  ];
  io.stdout.write(`${lines.flatMap((line) => wrapLine(line, io.stdout.columns)).join('\n')}\n`);
}
