import type { FileTree } from '../../generate/file-tree.ts';
import { checkTree } from '../../project/check-tree.ts';
import { Failure } from '../../project/failure.ts';
import { templateGeneration } from '../../project/record.ts';
import type { Target } from '../../project/target.ts';
import { type Base, chooseBase } from '../../project/upgrade/choose-base.ts';
import { type Drift, findDrift } from '../../project/upgrade/drift.ts';
import { type NextRecord, nextRecord } from '../../project/upgrade/next-record.ts';
import { unreadNotes } from '../../project/upgrade/own-files.ts';
import { leavesAsIs, planUpgrade, type UpgradePlan } from '../../project/upgrade/plan.ts';
import { isLater, type ProjectRecord, readRecord, tooOld } from '../../project/upgrade/read-record.ts';
import {
  blobReader,
  type Rendered,
  type RestoredBase,
  restoreBases,
} from '../../project/upgrade/restore-base.ts';
import { readWorkTree } from '../../project/upgrade/work-tree.ts';
import type { RecordedAnswers } from '../../upgrade/migrations.ts';
import type { Io } from '../io.ts';
import { cliVersion } from '../version.ts';
import { type AnswerChange, changeAnswers } from './answers.ts';
import { type AwsConsequences, awsConsequences } from './aws.ts';
import type { UpgradeFlags } from './upgrade-flags.ts';

/** An upgrade as it would be, and what there is to know of it. Nothing is written yet. */
export interface Prepared {
  target: Target;
  record: ProjectRecord;
  answers: AnswerChange;
  plan: UpgradePlan;
  next: NextRecord;
  /** What the templates gave last time, as far as it is known, and what they give now. */
  templates: { base: Base; next: FileTree };
  /** What a deploy would do. */
  aws: AwsConsequences;
  drift: Drift[];
  /** What a reader should know of the record, as sentences. */
  notes: string[];
  upToDate: boolean;
}

/** Reads a project, renders it with today's templates and the new answers, and merges. */
export async function prepareUpgrade(
  target: Target,
  given: Readonly<Record<string, string>>,
  flags: UpgradeFlags,
  io: Io,
): Promise<Prepared> {
  const record = readRecord(io.disk, target.path, target.shown);
  if (record.pending.length > 0 && !flags.check) throw unfinished(record);
  const { state } = record;
  if (isLater(state.cli, cliVersion())) throw tooOld(state.cli);
  const answers = changeAnswers({ ...state.answers, pattern: state.pattern }, given, flags.set);
  const next = await io.render(answers.after);
  checkTree(next);
  const known = new Set([...record.bases.keys(), ...record.lost.keys(), ...next.keys()]);
  const { files: yours, unread } = readWorkTree(io.disk, target.path, known);
  const restored = await restore(record, { target, answers, yours, next }, io);
  const base = chooseBase(record.bases, restored, yours);
  const recorded = asRecorded(answers.after);
  const { conflict, only = [], except = [] } = flags;
  const plan = planUpgrade({ record, base, yours, next, answers: recorded, conflict, only, except });
  const { pending, handled, leftOut } = plan;
  const made = { answers: recorded, cli: cliVersion(), pending, handled, whole: leftOut.length === 0 };
  const following = nextRecord(record, next, made);
  // The next upgrade starts from the answers that this one records, and so sees no loss that they bring.
  const judged = leftOut.length > 0 && hasNewAnswers(answers) ? plan.whole : plan;
  return {
    target,
    record,
    answers,
    plan,
    next: following,
    templates: { base, next },
    aws: {
      ...(await awsConsequences(
        { base: base.tree, yours, next, result: judged.result },
        { answers, operations: judged.operations, root: target.path, synth: flags.synth },
        io,
      )),
      ...(judged === plan ? {} : { whole: true }),
    },
    drift: findDrift(record, yours),
    notes: [...notesOn(record, restored), ...unreadNotes(unread)],
    upToDate: plan.operations.every(leavesAsIs) && plan.incoming.size === 0 && !following.changed,
  };
}

function restore(
  record: ProjectRecord,
  {
    target,
    answers,
    yours,
    next,
  }: { target: Target; answers: AnswerChange; yours: FileTree; next: FileTree },
  io: Io,
): Promise<RestoredBase[]> {
  return restoreBases(record, {
    yours,
    next,
    renderRecorded: () => renderRecorded(record, answers.before, io),
    readBlob: blobReader(io.run, target.path, io.env),
  });
}

/** The recorded answers as today's templates and those of released generations render them. */
async function renderRecorded(
  { state, recorded }: ProjectRecord,
  answers: AnswerChange['before'],
  io: Io,
): Promise<Rendered[]> {
  const made = (generation: number, cli: string) => state.templates === generation && state.cli === cli;
  const today: Rendered = {
    tree: await io.render(answers),
    from: 'render',
    exact: made(templateGeneration, cliVersion()),
  };
  const released = io.released().map(async ({ generation, cli, render }): Promise<Rendered> => {
    const tree = (await render(recorded)) ?? new Map();
    return { tree, from: 'history', exact: made(generation, cli) };
  });
  return [today, ...(await Promise.all(released))];
}

function hasNewAnswers({ before, after }: AnswerChange): boolean {
  return JSON.stringify(asRecorded(before)) !== JSON.stringify(asRecorded(after));
}

function asRecorded(answers: AnswerChange['after']): RecordedAnswers {
  const entries = Object.entries(answers).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Notes on more files than this are one note. */
const mostNotes = 5;

function notesOn({ faults }: ProjectRecord, restored: readonly RestoredBase[]): string[] {
  const where = {
    git: 'came back from git',
    render: 'was rendered anew',
    history: 'was rendered anew by the templates of then',
    itself: 'is known: the file is as this tool made it',
    nowhere: 'is lost: if you edited the file, its new version is put aside',
  };
  const found = Object.entries(where).flatMap(([from, what]) => {
    const paths = restored.filter((each) => each.from === from).map(({ path }) => path);
    if (paths.length > mostNotes) return [`What was generated for ${paths.length} files ${what}.`];
    return paths.map((path) => `What was generated for ${path} ${what}.`);
  });
  return [
    ...faults.map(
      ({ line, message }) => `base.ndjson${line ? `, line ${line}` : ''}: ${message.replace(/\.$/, '')}.`,
    ),
    ...found,
  ];
}

function unfinished({ pending }: ProjectRecord): Failure {
  return new Failure('conflict', 'unfinished-upgrade', 'An upgrade with conflicts is not finished:', {
    details: pending.map(({ path }) => ({ path, message: `${path} is to be settled.` })),
    hint: 'Settle them and run "upgrade --continue", or take all of it back with "upgrade --abort".',
  });
}
