import { join } from 'node:path';
import { packageManagers } from '../../generate/package-managers.ts';
import { recordFolder } from '../../project/record.ts';
import { Ended } from '../ended.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { invocation } from '../reproduce.ts';
import { printUpgradeDocument } from './document.ts';
import type { Prepared } from './prepare.ts';
import { summary } from './print-plan.ts';

/** Tells what was written, what to settle and what to do next; ends with exit code 3 when conflicts are left. */
export async function printApplied(prepared: Prepared, backup: string, json: boolean, io: Io): Promise<void> {
  const { plan } = prepared;
  const steps = stepsAfter(prepared, io);
  const left = plan.pending.length > 0;
  if (json) {
    const status = left ? 'conflicts' : 'applied';
    await printUpgradeDocument(prepared, { status, backup, pending: plan.pending, nextSteps: steps }, io);
  } else {
    const lines = [
      '',
      `Upgraded: ${summary(plan.operations)}`,
      ...(left ? ['', 'To settle:', ...plan.pending.map((each) => `  ${sentence(each)}`)] : []),
      '',
      'Next:',
      ...steps.map((step) => `  ${step}`),
    ];
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  if (left) throw new Ended(exitCodes.conflict.code);
}

function sentence({ path, kind }: { path: string; kind: string }): string {
  if (kind === 'markers') return `${path}: choose between the lines marked <<<<<<< and >>>>>>>`;
  if (kind === 'incoming')
    return `${path}: take over what you want of ${recordFolder}/incoming/${path}, then delete that`;
  return `${path}: yours was kept; see above`;
}

function stepsAfter({ plan, answers, target }: Prepared, io: Io): string[] {
  const { before, after } = answers;
  const { install, run } = packageManagers[after.packageManager];
  const old = packageManagers[before.packageManager];
  const command = `${invocation(after.packageManager)} upgrade`;
  const switched = old.name !== after.packageManager;
  const hasLock = io.disk.look(join(target.path, old.lockfile));
  return [
    ...(plan.pending.length > 0 ? [`${command} --continue`] : []),
    ...(switched && hasLock ? [`delete ${old.lockfile} and node_modules, which are ${old.name}'s`] : []),
    ...(switched || plan.notices.some(({ kind }) => kind === 'install') ? [install] : []),
    `${run} test`,
    `${run} diff`,
    `${command} --undo   puts everything back`,
  ];
}
