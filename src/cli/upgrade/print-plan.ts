import { leavesAsIs, type PlannedOperation } from '../../project/upgrade/plan.ts';
import type { Io } from '../io.ts';
import { changedAnswers } from './answers.ts';
import type { Prepared } from './prepare.ts';
import { awsLines } from './print-aws.ts';

/** The order of the table: what is new first, what needs a person last. */
export const actions = ['create', 'update', 'merge', 'move', 'delete', 'keep', 'conflict'] as const;

/** Prints what would change, by action, and what there is to know of it. */
export function printPlan({ plan, answers, aws, notes }: Prepared, io: Io): void {
  const { operations, conflicts, notices } = plan;
  const told = new Set([...conflicts, ...notices].map(({ path }) => path));
  const shown = (operation: PlannedOperation) => operation.op !== 'keep' || told.has(operation.path);
  const rows = actions.flatMap((action) =>
    operations
      .filter((operation) => operation.op === action && shown(operation))
      .map(({ path, from }) => `  ${action.padEnd(8)}  ${from ? `${from} -> ${path}` : path}`),
  );
  const toDecide = conflicts.map(
    ({ path, pointer, message }) => `  ${path}${pointer ? ` ${pointer}` : ''}: ${message}`,
  );
  const toKnow = notices
    .filter(({ kind }) => kind !== 'install')
    .map(({ path, message }) => `  ${path}: ${message}`);
  const lines = [
    ...changedAnswers(answers),
    ...notes,
    ...rows,
    summary(operations),
    ...(plan.leftOut.length > 0 ? [`Left out for another time: ${plan.leftOut.join(', ')}.`] : []),
    ...(toDecide.length > 0 ? ['', 'To decide, once it is written:', ...toDecide] : []),
    ...(toKnow.length > 0 ? ['', 'Good to know:', ...toKnow] : []),
    ...awsLines(aws),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

const inWords: Record<(typeof actions)[number], string> = {
  create: 'new',
  update: 'updated',
  merge: 'merged with your edits',
  move: 'moved',
  delete: 'deleted',
  keep: 'kept',
  conflict: 'with a conflict',
};

/** `3 new, 1 merged with your edits; 90 stay as they are.` */
export function summary(operations: readonly PlannedOperation[]): string {
  const counts = actions.flatMap((action) => {
    if (action === 'keep') return [];
    const count = operations.filter(({ op }) => op === action).length;
    return count > 0 ? [`${count} ${inWords[action]}`] : [];
  });
  const still = operations.filter((operation) => operation.op === 'keep' && leavesAsIs(operation)).length;
  return `${counts.length > 0 ? counts.join(', ') : 'No file changes'}; ${still} stay as they are.`;
}

/** Prints a unified diff for every file that would change. */
export async function printDiffs(operations: readonly PlannedOperation[], io: Io): Promise<void> {
  for (const operation of operations) io.stdout.write(await diffOf(operation));
}

/** The unified diff of one operation; empty when nothing changes. A deleted file is named alone. */
export async function diffOf({ path, from, before, after }: PlannedOperation): Promise<string> {
  const { unifiedDiff } = await import('../unified-diff.ts');
  if (!after) return before ? `--- a/${path}\n+++ /dev/null\n` : '';
  const moved = from === undefined ? '' : `rename from ${from}\nrename to ${path}\n`;
  return moved + unifiedDiff(path, before?.content, after.content);
}
