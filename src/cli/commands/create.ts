import type { ConflictPolicy } from '../../project/changes.ts';
import { readAnswersFile } from '../answers-file.ts';
import { finish } from '../finish.ts';
import type { Io } from '../io.ts';
import { printCreated } from '../print-created.ts';
import { printPreview } from '../print-preview.ts';
import { settleAnswers } from '../settle-answers.ts';
import { planProject, refuseConflicts, settleLeftovers, writeProject } from '../write-project.ts';

/** How to run, as commander gives it. */
export interface CreateFlags {
  yes?: boolean;
  answers?: string;
  json: boolean;
  dryRun?: boolean;
  diff?: boolean;
  onConflict: ConflictPolicy;
  install: boolean;
  git: boolean;
}

/** Makes a project. `given` holds the answers that came as flags; they win over the answers file. */
export async function create(
  directory: string | undefined,
  given: Readonly<Record<string, string>>,
  flags: CreateFlags,
  io: Io,
): Promise<void> {
  const fromFile = flags.answers === undefined ? {} : await readAnswersFile(flags.answers, io);
  const preview = flags.dryRun || flags.diff;
  // A preview shows what is in the way instead.
  const onConflict = preview ? 'skip' : flags.onConflict;
  const how = { yes: Boolean(flags.yes), json: flags.json, onConflict };
  const settled = await settleAnswers(directory, { ...fromFile, ...given }, how, io);
  const started = performance.now();
  if (!preview) await settleLeftovers(settled, io);
  const planned = await planProject(settled, flags.onConflict, io);
  if (preview) {
    await printPreview(settled, planned, flags, io);
    return;
  }
  refuseConflicts(planned);
  await writeProject(planned, io);
  const seconds = (performance.now() - started) / 1000;
  const finished = await finish(settled, planned, flags, io);
  printCreated(settled, planned, { ...finished, seconds }, flags, io);
}
