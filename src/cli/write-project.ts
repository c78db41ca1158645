import type { FileTree } from '../generate/file-tree.ts';
import type { Change, ConflictPolicy } from '../project/changes.ts';
import { checkTree } from '../project/check-tree.ts';
import { Failure } from '../project/failure.ts';
import { leftoversIn } from '../project/leftovers.ts';
import { withRecord } from '../project/record.ts';
import { inspectTarget, type Target } from '../project/target.ts';
import type { Io } from './io.ts';
import { refuseForeign, refuseProject } from './occupied.ts';
import type { Settled } from './settle-answers.ts';
import { cliVersion } from './version.ts';

/** What is about to be written, and where. */
export interface Planned {
  target: Target;
  policy: ConflictPolicy;
  /** The project with its record. */
  tree: FileTree;
  changes: Change[];
}

/** Settles what a killed run left in the directory of the project. */
export async function settleLeftovers({ directory }: Settled, io: Io): Promise<void> {
  const target = inspectTarget(io.disk, io.cwd, directory);
  if (!target.exists) return;
  const left = leftoversIn(io.disk, target.path);
  if (left.length === 0) return;
  const { refuseTracked } = await import('../project/tracked.ts');
  await refuseTracked({ run: io.run, env: io.env, root: target.path }, left);
  const { clearLeftovers } = await import('../project/write-into.ts');
  clearLeftovers(io.disk, target);
}

/** Renders the project in memory and compares it with what is in its directory; writes nothing. */
export async function planProject(
  { answers, directory }: Settled,
  policy: ConflictPolicy,
  io: Io,
): Promise<Planned> {
  const target = inspectTarget(io.disk, io.cwd, directory);
  refuseProject(target);
  const rendered = await io.render(answers);
  checkTree(rendered);
  const made = { answers, cli: cliVersion() };
  if (!target.exists) {
    const tree = withRecord(rendered, made);
    const changes = [...tree].map(
      ([path, entry]): Change => ({ path, action: 'create', entry, write: { path, entry } }),
    );
    return { target, policy, tree, changes };
  }
  const { compare } = await import('../project/compare.ts');
  const changes = compare(io.disk, target, rendered, policy);
  const skip = changes
    .filter(({ action }) => action === 'keep' || action === 'beside')
    .map(({ path }) => path);
  const tree = withRecord(rendered, { ...made, skip });
  const record: FileTree = new Map([...tree].filter(([path]) => !rendered.has(path)));
  return { target, policy, tree, changes: [...changes, ...compare(io.disk, target, record, policy)] };
}

/** Throws when a file of yours is in the way, or when the directory holds something else and nothing was said of it. */
export function refuseConflicts({ target, policy, changes }: Planned): void {
  const details = changes
    .filter(({ action }) => action === 'conflict')
    .map(({ path }) => ({ path, message: `${path} is there already.` }));
  if (details.length > 0) {
    const what = details.length === 1 ? 'a file' : `${details.length} files`;
    throw new Failure(
      'conflict',
      'files-in-the-way',
      `${target.shown} holds ${what} that the project has too:`,
      {
        details,
        hint:
          'Nothing was written. Choose another directory, or say --on-conflict skip to keep them as they are, ' +
          '--on-conflict merge to add to them what is missing. --diff shows the difference.',
      },
    );
  }
  if (policy === 'error') refuseForeign(target);
}

/** Writes what was planned: a new directory in one step, an existing one file by file. */
export async function writeProject({ target, tree, changes }: Planned, io: Io): Promise<void> {
  if (!target.exists) {
    const { writeNew } = await import('../project/write-new.ts');
    await writeNew(io.disk, target, tree);
    return;
  }
  const { writeInto } = await import('../project/write-into.ts');
  await writeInto(io.disk, target, changes);
}
