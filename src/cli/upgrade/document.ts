import type { FileEntry } from '../../generate/file-tree.ts';
import { sha256 } from '../../project/hash.ts';
import { templateGeneration } from '../../project/record.ts';
import type { Io } from '../io.ts';
import { cliVersion } from '../version.ts';
import type { Prepared } from './prepare.ts';
import { diffOf } from './print-plan.ts';
import { reportOf } from './report.ts';

/** How a run ended. */
export type UpgradeStatus =
  | 'up-to-date'
  | 'planned'
  | 'available'
  | 'drift'
  | 'applied'
  | 'conflicts'
  | 'stateful';

/** Prints the one document of a run: what changes or changed, with digests of every file before and after. */
export async function printUpgradeDocument(
  prepared: Prepared,
  { status, diff, ...more }: { status: UpgradeStatus; diff?: boolean; [key: string]: unknown },
  io: Io,
): Promise<void> {
  const { target, record, answers, plan, aws, drift, notes } = prepared;
  const { state } = record;
  const operations = await Promise.all(
    plan.operations.map(async (operation) => ({
      path: operation.path,
      op: operation.op,
      from: operation.from,
      before: digest(operation.before),
      after: digest(operation.after),
      ...(diff ? { diff: await diffOf(operation) } : {}),
    })),
  );
  const document = {
    ok: true,
    command: 'upgrade',
    status,
    directory: target.path,
    from: { cli: state.cli, templates: state.templates, answers: answers.before },
    to: { cli: cliVersion(), templates: templateGeneration, answers: answers.after },
    operations,
    conflicts: plan.conflicts,
    incoming: [...plan.incoming.keys()],
    notices: plan.notices,
    stateful: aws.losses,
    aws,
    drift,
    notes,
    leftOut: plan.leftOut,
    report: reportOf(prepared),
    ...more,
  };
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function digest(entry: FileEntry | undefined): string | null {
  return entry ? sha256(entry.content) : null;
}
