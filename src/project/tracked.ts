import { relative, sep } from 'node:path';
import { Failure } from './failure.ts';
import { gitEnvironment } from './git.ts';
import type { RunCommand } from './run-command.ts';

/** What it takes to ask git about a project. */
export interface Repository {
  run: RunCommand;
  env: NodeJS.ProcessEnv;
  /** A folder of the work tree. */
  root: string;
}

/** Runs git without a monitor of files, which is a program that a repository names. */
export function askGit({ run, env, root }: Repository, ...argv: string[]) {
  return run('git', ['-c', 'core.fsmonitor=false', ...argv], {
    cwd: root,
    env: gitEnvironment(env),
    timeout: 10_000,
  });
}

/** True when the index of the repository names a path, or something below it. */
export async function isTracked(repository: Repository, path: string): Promise<boolean> {
  const { code, stdout } = await askGit(repository, '--literal-pathspecs', 'ls-files', '-z', '--', path);
  return code === 0 && stdout !== '';
}

/** Throws when git tracks one of the folders of killed runs: then it came with a clone, and tells what others want done. */
export async function refuseTracked(repository: Repository, stages: readonly string[]): Promise<void> {
  for (const stage of stages) {
    if (!(await isTracked(repository, stage))) continue;
    const shown = relative(repository.root, stage).split(sep).join('/');
    throw new Failure(
      'record',
      'tracked-leftover',
      `${shown} is in the git repository, where no run puts it.`,
      {
        hint: `Nothing of it was used. Look at what it holds, and take it out of the repository: git rm -r -- '${shown}'`,
      },
    );
  }
}
