import { Failure } from './failure.ts';
import { askGit, type Repository } from './tracked.ts';

/** Of more paths than this only the first are named. */
const mostPaths = 10;

/** Throws when git has something to commit in a project, or does not know the project at all. */
export async function refuseDirty(repository: Repository): Promise<void> {
  const { code, stdout, stderr } = await askGit(repository, 'status', '--porcelain', '-z', '--', '.');
  if (code !== 0) {
    const said = code === 127 ? 'git is not installed' : stderr.trim().split('\n')[0];
    throw new Failure(
      'environment',
      'no-repository',
      `git does not say whether the project is clean: ${said}.`,
      {
        hint: 'Leave out --require-clean, or put the project into a git repository and commit it.',
      },
    );
  }
  const changes = stdout.split('\0').filter((line) => line !== '');
  if (changes.length === 0) return;
  throw new Failure('conflict', 'not-clean', 'git has something to commit in the project:', {
    details: changes.slice(0, mostPaths).map((line) => ({ message: line })),
    hint: 'Commit or stash it first, or leave out --require-clean.',
  });
}
