import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { ProjectError } from './esbuild.ts';

/** What a `build.mjs` asks esbuild for, as it is now: handlers come and go. */
export interface CodeOptions {
  esbuild: BuildOptions;
  root: string;
  /** Absolute folder of the bundles. */
  outdir: string;
  /** One for each function. */
  entries: Entry[];
}

export interface Entry {
  /** Path of the output below `outdir`, without extension. */
  name: string;
  source: string;
  /** Absolute path of the bundle, for example `/project/dist/orders/create/index.mjs`. */
  output: string;
}

/**
 * Reads `options()` of the `build.mjs` of a folder; `undefined` when there is none. Bundles are not minified here and keep
 * their source map, so that a stack trace can be read; the syntax is lowered to what this Node runs.
 */
export async function readBuildOptions(folder: string): Promise<(() => CodeOptions) | undefined> {
  const script = join(folder, 'build.mjs');
  if (!existsSync(script)) return undefined;
  const module = await import(pathToFileURL(script).href);
  if (typeof module.options !== 'function') {
    throw new ProjectError(`${script} must export a function options() that returns the options of esbuild.`);
  }
  return () => {
    const esbuild: BuildOptions = {
      ...module.options(),
      metafile: true,
      minify: false,
      sourcemap: 'linked',
      target: `node${process.versions.node.split('.')[0]}`,
      write: false,
      logLevel: 'silent',
    };
    const root = esbuild.absWorkingDir ?? folder;
    const outdir = resolve(root, esbuild.outdir ?? 'dist');
    const entries = entriesOf(esbuild, outdir, script);
    return { esbuild: { ...esbuild, absWorkingDir: root }, root, outdir, entries };
  };
}

function entriesOf({ entryPoints, outExtension }: BuildOptions, outdir: string, script: string): Entry[] {
  if (typeof entryPoints !== 'object' || Array.isArray(entryPoints)) {
    throw new ProjectError(`${script}: entryPoints must be an object of output path and source.`);
  }
  return Object.entries(entryPoints).map(([name, source]) => ({
    name,
    source,
    output: resolve(outdir, `${name}${outExtension?.['.js'] ?? '.js'}`),
  }));
}

/** The folder that CDK takes as the asset of a function. */
export const folderOf = ({ output }: Entry): string => dirname(output);
