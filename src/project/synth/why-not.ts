import { relative, sep } from 'node:path';
import type { Disk } from '../disk.ts';
import { repositoryOf } from '../git.ts';
import { askGit, isTracked, type Repository } from '../tracked.ts';
import { installedPackages } from './installed.ts';

/**
 * Why the app of a project must not be run, or `undefined` when it may be. A clone or an archive may bring packages
 * along, whose code nobody here has chosen to run. That they were installed here shows where git ignores them and does
 * not know them; `asked` says that the user wants the app to be run in any case.
 */
export async function whyNotRun(
  repository: Repository & { disk: Disk },
  asked: boolean,
): Promise<string | undefined> {
  const { disk, root } = repository;
  const packages = installedPackages(root);
  if (!packages) return 'the dependencies are not installed';
  if (asked) return undefined;
  const outer = repositoryOf(disk, root);
  if (!outer)
    return `without a git repository nothing shows that the packages were installed here (${unless})`;
  const inside = packages.filter((manifest) => !relative(outer, manifest).startsWith(`..${sep}`));
  for (const path of ['node_modules', ...inside]) {
    if (await isTracked(repository, path)) return `node_modules is in the repository (${unless})`;
  }
  for (const path of ['node_modules', ...inside]) {
    const { code } = await askGit(repository, 'check-ignore', '--quiet', '--', path);
    if (code !== 0) return `git does not ignore node_modules, which may be part of the project (${unless})`;
  }
  return undefined;
}

const unless = '--synth runs the app all the same';
