import { existsSync, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { ProjectError } from './esbuild.ts';

/**
 * Folders of the CDK apps of a project: those that the patterns name (`.`, `services/*`) and that hold `infra/app.ts`.
 * @throws ProjectError when there is none, or when a pattern leaves the project
 */
export function findApps(root: string, patterns: readonly string[] = ['.', 'services/*']): string[] {
  const folders = patterns.flatMap((pattern) => {
    const folder = resolve(root, pattern.replace(/\/?\*$/, ''));
    if (folder !== root && !folder.startsWith(root + sep)) {
      throw new ProjectError(`The app folder ${pattern} in dev/config.ts lies outside the project.`);
    }
    return pattern.endsWith('*') ? subfolders(folder) : [folder];
  });
  const apps = folders.filter((folder) => existsSync(join(folder, 'infra', 'app.ts')));
  if (apps.length > 0) return apps;
  throw new ProjectError(
    `No infra/app.ts in ${patterns.join(', ')}. Start the local cloud at the project's root, or name the app folders in dev/config.ts.`,
  );
}

const subfolders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
        .map(({ name }) => join(folder, name))
        .sort()
    : [];
