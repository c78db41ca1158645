import { baseName } from './paths.ts';

const names = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
]);

/** True for a package manager's lock file. It is never merged: the package manager writes it anew from package.json. */
export function isLockFile(path: string): boolean {
  return names.has(baseName(path));
}
