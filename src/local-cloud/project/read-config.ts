import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone } from './alone.ts';
import { cacheFolder } from './cache-folder.ts';
import type { LocalConfig } from './config.ts';
import { buildError, loadEsbuild, ProjectError } from './esbuild.ts';
import { freshStamp, markOf, type Stamp, writeStamp } from './marks.ts';

/**
 * Reads `dev/config.ts`; no file is an empty configuration. Bundled, as Node 20 cannot read TypeScript, and only when it
 * changed: nothing else of a start may need esbuild, whose own start takes a tenth of a second.
 */
export async function readConfig(root: string): Promise<LocalConfig> {
  const source = join(root, 'dev', 'config.ts');
  if (!existsSync(source)) return {};
  const cache = cacheFolder(root);
  const file = join(cache, 'config.mjs');
  const stampFile = join(cache, 'config.json');
  const module = await alone(cache, async () => {
    if (!existsSync(file) || !freshStamp<Stamp>(stampFile, root)) {
      const { contents, inputs } = await bundleConfig(root, source);
      writeFileSync(file, contents);
      writeStamp(stampFile, { settings: root, files: inputs.map(markOf) });
    }
    // Each start has a module of its own, as another process has.
    return import(`${pathToFileURL(file).href}?${performance.now()}`);
  });
  const config: unknown = module.default;
  if (config === null || typeof config !== 'object') {
    throw new ProjectError('dev/config.ts must export an object by default.');
  }
  return config as LocalConfig;
}

async function bundleConfig(root: string, source: string) {
  const { build } = await loadEsbuild();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The bundle lies elsewhere; the file and those beside it know their own folder.
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'dev')) },
    metafile: true,
    write: false,
    logLevel: 'silent',
  }).catch(async (error) => {
    throw await buildError('dev/config.ts', error);
  });
  const inputs = Object.keys(metafile.inputs).map((input) => resolve(root, input));
  return { contents: outputFiles[0]!.contents, inputs };
}
