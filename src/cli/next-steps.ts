import { packageManagers } from '../generate/package-managers.ts';
import type { Io } from './io.ts';
import { quotePath } from './quote.ts';
import type { Settled } from './settle-answers.ts';

/** A command to run next, and why. */
export interface NextStep {
  command: string;
  says?: string;
}

/** What to do after a project was made, in the words of its package manager. */
export function nextSteps({ answers, directory }: Settled, done: { installed: boolean }, io: Io): NextStep[] {
  const { install, run } = packageManagers[answers.packageManager];
  const here = directory === '.' || directory === './';
  return [
    ...(here ? [] : [{ command: `cd ${quotePath(directory, io.platform)}` }]),
    ...(done.installed ? [] : [{ command: install }]),
    { command: `${run} dev`, says: 'runs everything on this machine' },
    { command: `${run} test`, says: 'runs the tests' },
    { command: `${run} deploy`, says: 'deploys to AWS' },
  ];
}
