import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildContext, BuildOptions, Metafile } from 'esbuild';
import { buildError, loadEsbuild, ProjectError } from './esbuild.ts';

/** The functions' bundles of one folder with a `build.mjs`. */
export interface Build {
  /** Bundles all functions; the first time whole, then only what changed. */
  run(): Promise<BuildOutcome>;
  /** Makes sure that each output folder is there, so that a synth need not wait for the first `run`. */
  prepare(): void;
  /** Names of the output folders; a change means that the synth sees other assets. */
  folders(): string[];
  close(): Promise<void>;
}

export interface BuildOutcome {
  /** Absolute paths of all files that went into the bundles. */
  inputs: string[];
  /** Absolute paths of the folders whose bundle differs from the one before. */
  changed: string[];
}

/**
 * Prepares the build of a folder from `options()` of its `build.mjs`. Bundles are not minified here and keep their source
 * map, so that a stack trace can be read; the syntax is lowered to what this Node runs.
 */
export async function openBuild(folder: string): Promise<Build | undefined> {
  const script = join(folder, 'build.mjs');
  if (!existsSync(script)) return undefined;
  const readOptions = await optionsOf(script);
  const { context } = await loadEsbuild();
  let options = readOptions();
  const root = options.absWorkingDir ?? folder;
  let opened: BuildContext | undefined;
  let before = new Map<string, string>();
  return {
    run: async () => {
      try {
        const latest = readOptions();
        // A handler was added or removed: the entry points of a context are fixed.
        if (JSON.stringify(latest.entryPoints) !== JSON.stringify(options.entryPoints)) {
          await opened?.dispose();
          opened = undefined;
          options = latest;
        }
        opened ??= await context(options);
        const { metafile, outputFiles = [] } = await opened.rebuild();
        const fresh = outputFiles.filter(({ path, hash }) => before.get(path) !== hash);
        for (const { path, contents } of fresh) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, contents);
        }
        before = new Map(outputFiles.map(({ path, hash }) => [path, hash]));
        const changed = fresh.filter(({ path }) => !path.endsWith('.map')).map(({ path }) => dirname(path));
        return { inputs: inputsOf(metafile!, root), changed: [...new Set(changed)] };
      } catch (error) {
        throw await buildError(`The code in ${relative(process.cwd(), folder) || 'services/'}`, error);
      }
    },
    prepare: () => {
      for (const output of outputs(readOptions(), root)) {
        if (existsSync(output)) continue;
        mkdirSync(dirname(output), { recursive: true });
        // Each placeholder differs, so that CDK gives each folder an asset hash of its own.
        writeFileSync(output, `// ${relative(root, output)} is being built\n`);
      }
    },
    folders: () => outputs(readOptions(), root).map((file) => dirname(file)),
    close: async () => {
      await opened?.dispose();
    },
  };
}

async function optionsOf(script: string): Promise<() => BuildOptions> {
  const module = await import(pathToFileURL(script).href);
  if (typeof module.options !== 'function') {
    throw new ProjectError(`${script} must export a function options() that returns the options of esbuild.`);
  }
  return () => ({
    ...module.options(),
    metafile: true,
    minify: false,
    sourcemap: 'linked',
    target: `node${process.versions.node.split('.')[0]}`,
    write: false,
    logLevel: 'silent',
  });
}

function outputs({ entryPoints, outdir = 'dist', outExtension }: BuildOptions, root: string): string[] {
  const names = Array.isArray(entryPoints)
    ? entryPoints.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.out]))
    : Object.keys(entryPoints ?? {});
  return names.map((name) => resolve(root, outdir, `${name}${outExtension?.['.js'] ?? '.js'}`));
}

const inputsOf = (metafile: Metafile, root: string) =>
  Object.keys(metafile.inputs)
    .filter((input) => !input.includes('node_modules/') && !/^[a-z-]{2,}:/.test(input))
    .map((input) => resolve(root, input));
