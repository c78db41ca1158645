import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Packages without which no app of a project can be synthesised. */
const needed = ['aws-cdk-lib', 'constructs', 'tsx'];

/** Where the manifests of these packages really are; `undefined` unless all are installed in the project's own folder. */
export function installedPackages(root: string): string[] | undefined {
  const manifests = needed.map((name) => join(root, 'node_modules', name, 'package.json'));
  return manifests.every((file) => existsSync(file))
    ? manifests.map((file) => realpathSync(file))
    : undefined;
}
