import { cautionsOf } from '../generate/intakes.ts';
import { Failure } from '../project/failure.ts';
import { commitProject } from '../project/git.ts';
import { install } from '../project/install.ts';
import type { Io } from './io.ts';
import { nextSteps } from './next-steps.ts';
import type { Settled } from './settle-answers.ts';
import type { Planned } from './write-project.ts';

/** What was done to the written project. */
export interface Finished {
  installed: boolean;
  committed: boolean;
  /** What did not go as usual, and what to know of the choices, as sentences. */
  notes: string[];
}

/**
 * Installs the packages and makes the first commit, in the project's own place: package managers write absolute paths
 * into what they install. The project is whole before; what fails here says how to go on.
 */
export async function finish(
  settled: Settled,
  { target }: Planned,
  flags: { install: boolean; git: boolean; json: boolean },
  io: Io,
): Promise<Finished> {
  const { packageManager } = settled.answers;
  const steps = nextSteps(settled, { installed: false }, io);
  const goOn = `Go on with:\n${steps.map(({ command }) => `  ${command}`).join('\n')}`;
  io.onStop(`Stopped. The project in ${settled.directory} is complete. ${goOn}`);
  const notes = cautionsOf(settled.answers);
  if (flags.install) {
    const show = !flags.json && Boolean(io.stderr.isTTY);
    if (!flags.json) io.stderr.write(`Installing with ${packageManager} ...\n`);
    try {
      await install(io.run, { path: target.path, packageManager, env: io.env, show });
    } catch (error) {
      throw error instanceof Failure ? unfinished(error, settled.directory, goOn) : error;
    }
  }
  if (!flags.git) return { installed: flags.install, committed: false, notes };
  const commit = await commitProject(io.run, io.disk, { path: target.path, env: io.env });
  if (commit.status !== 'committed') notes.push(commit.note);
  return { installed: flags.install, committed: commit.status === 'committed', notes };
}

function unfinished({ code, message, hint, details }: Failure, directory: string, goOn: string): Failure {
  return new Failure('environment', code, `${message} The project in ${directory} is complete.`, {
    details,
    hint: [hint, goOn].filter(Boolean).join(' '),
  });
}
