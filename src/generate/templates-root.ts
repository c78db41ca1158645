import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The templates folder of this package, found from the source tree and from the bundle alike. */
export function templatesRoot(): string {
  return join(packageRoot(), 'templates');
}

/** Folder of this package's package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'templates', 'base'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The templates folder of create-serverless-pattern is missing.');
    folder = parent;
  }
  return folder;
}
