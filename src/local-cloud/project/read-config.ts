import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from './cache-folder.ts';
import type { LocalConfig } from './config.ts';
import { buildError, loadEsbuild, ProjectError } from './esbuild.ts';

/** Reads `dev/config.ts`; no file is an empty configuration. Bundled, as Node 20 cannot read TypeScript. */
export async function readConfig(root: string): Promise<LocalConfig> {
  const source = join(root, 'dev', 'config.ts');
  if (!existsSync(source)) return {};
  const { build } = await loadEsbuild();
  const bundled = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The bundle lies elsewhere; the file and those beside it know their own folder.
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'dev')) },
    write: false,
    logLevel: 'silent',
  }).catch(async (error) => {
    throw await buildError('dev/config.ts', error);
  });
  const file = join(cacheFolder(root), 'config.mjs');
  writeFileSync(file, bundled.outputFiles[0]!.contents);
  const module = await import(`${pathToFileURL(file).href}?${statSync(file).mtimeMs}`);
  const config: unknown = module.default;
  if (config === null || typeof config !== 'object') {
    throw new ProjectError('dev/config.ts must export an object by default.');
  }
  return config as LocalConfig;
}
