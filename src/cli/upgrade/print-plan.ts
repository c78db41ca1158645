import { leavesAsIs, type PlannedOperation } from '../../project/upgrade/plan.ts';
import type { Notice } from '../../upgrade/types.ts';
import { countFiles } from '../file-list.ts';
import type { Io } from '../io.ts';
import { wrapLine } from '../wrap.ts';
import { changedAnswers } from './answers.ts';
import { actions, fileTable } from './file-table.ts';
import type { Prepared } from './prepare.ts';
import { awsLines } from './print-aws.ts';

/** Prints what there is to decide, what would change by action, and what there is to know of it. */
export function printPlan({ plan, answers, aws, notes }: Prepared, io: Io): void {
  const { operations, conflicts, notices } = plan;
  const told = new Set([...conflicts, ...notices].map(({ path }) => path));
  const toDecide = counted(conflicts);
  const toKnow = counted(gathered(notices.filter(({ kind }) => kind !== 'install')));
  const lines = [
    ...closed(changedAnswers(answers)),
    ...closed(notes),
    ...closed(toDecide.length > 0 ? ['To decide, once it is written:', ...toDecide] : []),
    ...fileTable(operations.filter(({ op, path }) => op !== 'keep' || told.has(path))),
    capital(summary(operations)),
    ...(plan.leftOut.length > 0 ? [`Left out for another time: ${few(plan.leftOut)}.`] : []),
    ...(toKnow.length > 0 ? ['', 'Good to know:', ...toKnow] : []),
    ...awsLines(aws),
  ];
  io.stdout.write(`${lines.flatMap((line) => wrapLine(line, io.stdout.columns)).join('\n')}\n`);
}

/** A block of lines with an empty one after it. */
function closed(lines: readonly string[]): string[] {
  return lines.length > 0 ? [...lines, ''] : [];
}

/** That nothing changes, and what would if it were not left out. */
export function upToDate({ leftOut }: Prepared['plan']): string {
  return leftOut.length === 0 ? 'Up to date.' : `Up to date, but for what is left out: ${few(leftOut)}.`;
}

/** Of more paths than this only their number is told. */
const mostLeftOut = 10;

function few(paths: readonly string[]): string {
  return paths.length <= mostLeftOut ? paths.join(', ') : `${countFiles(paths.length)} (--json names them)`;
}

/** What is said of more files than this, is said once. */
const mostOfOne = 3;

/** The same sentence on many files becomes one on the first of them. */
function gathered(found: readonly Notice[]): Pick<Notice, 'path' | 'pointer' | 'message'>[] {
  const byMessage = new Map<string, Notice[]>();
  for (const each of found) byMessage.set(each.message, [...(byMessage.get(each.message) ?? []), each]);
  return [...byMessage.values()].flatMap((same) => {
    const paths = new Set(same.map(({ path }) => path));
    if (paths.size <= mostOfOne) return same;
    return [{ path: `${same[0]!.path} and ${paths.size - 1} more`, message: same[0]!.message }];
  });
}

/** A sentence for each thing found; what is said of several places of a file is said once. */
function counted(found: readonly { path: string; pointer?: string; message: string }[]): string[] {
  const sentences = new Map<string, number>();
  for (const { path, pointer, message } of found) {
    const sentence = `  ${path}${pointer ? ` ${pointer}` : ''}: ${message}`;
    sentences.set(sentence, (sentences.get(sentence) ?? 0) + 1);
  }
  return [...sentences].map(([sentence, count]) =>
    count === 1 ? sentence : `${sentence} (${count} places)`,
  );
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

/** `3 new, 1 merged with your edits; 90 stay as they are.`; goes on after a colon. */
export function summary(operations: readonly PlannedOperation[]): string {
  const counts = actions.flatMap((action) => {
    if (action === 'keep') return [];
    const count = operations.filter(({ op }) => op === action).length;
    return count > 0 ? [`${count} ${inWords[action]}`] : [];
  });
  const still = operations.filter((operation) => operation.op === 'keep' && leavesAsIs(operation)).length;
  // What is left then is the record: an answer that no file shows, or a line that was damaged.
  const changed = counts.length > 0 ? counts.join(', ') : 'the record of the project alone';
  return still > 0 ? `${changed}; ${still} stay as they are.` : `${changed}.`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
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
