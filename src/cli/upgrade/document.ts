import type { FileEntry } from '../../generate/file-tree.ts';
import { sha256 } from '../../project/hash.ts';
import { templateGeneration } from '../../project/record.ts';
import type { PlannedOperation } from '../../project/upgrade/plan.ts';
import { type FileKind, fileKind } from '../../upgrade/file-kind.ts';
import { fileId } from '../../upgrade/migrations.ts';
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

/** Version of the document: raised when a field goes or means something else. */
export const documentSchema = 1;

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
      ...templateOf(operation, prepared.templates),
      op: operation.op,
      how: howOf(operation),
      from: operation.from,
      before: digest(operation.before),
      after: digest(operation.after),
      ...(diff ? { diff: await diffOf(operation) } : {}),
    })),
  );
  const document = {
    schema: documentSchema,
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

/** Stable id of the template's file at a path, with digests of what it gave and gives; `null` where it has none. */
function templateOf({ path, from = path }: PlannedOperation, { base, next }: Prepared['templates']) {
  const old = [path, from].find((each) => base.tree.has(each) || base.digests.has(each));
  const known = next.has(path) ? path : old;
  return {
    id: known === undefined ? null : fileId(known),
    base: old === undefined ? null : (base.digests.get(old)?.sha256 ?? digest(base.tree.get(old))),
    next: digest(next.get(path)),
  };
}

/** `whole`: one version was taken as it is. Else how the text was merged, or was to be. */
function howOf({ path, op }: PlannedOperation): FileKind | 'whole' {
  return op === 'merge' || op === 'conflict' ? fileKind(path) : 'whole';
}

function digest(entry: FileEntry | undefined): string | null {
  return entry ? sha256(entry.content) : null;
}
