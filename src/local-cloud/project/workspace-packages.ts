import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Bundles packages that are folders of the project, which node_modules only links to: they may be TypeScript, and their
 * edits count. All others stay outside, as `packages: 'external'` says.
 */
export const withWorkspacePackages: Plugin = {
  name: 'with-workspace-packages',
  setup(build) {
    const known = new Map<string, boolean>();
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, resolveDir, kind }) => {
      if (kind === 'entry-point') return undefined;
      const [first = '', second] = path.split('/');
      const name = first.startsWith('@') ? `${first}/${second}` : first;
      const key = `${resolveDir}\0${name}`;
      const isOwn = known.get(key) ?? isFolderOfProject(name, resolveDir);
      known.set(key, isOwn);
      return isOwn ? { path: createRequire(join(resolveDir, 'any.js')).resolve(path) } : undefined;
    });
  },
};

/** True for a package whose real folder is in no node_modules. */
function isFolderOfProject(name: string, from: string): boolean {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return !/[\\/]node_modules[\\/]/.test(realpathSync(folder));
  return dirname(from) !== from && isFolderOfProject(name, dirname(from));
}
