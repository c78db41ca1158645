import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type CodeOptions, type Entry, folderOf, readBuildOptions } from './build-options.ts';
import { buildStampOf, keepBuildStamp } from './build-stamp.ts';
import { type Bundle, createBundler } from './bundler.ts';
import { buildError } from './esbuild.ts';
import { type ImportedNames, merged } from './imported-names.ts';
import { createSharedPackages } from './shared-packages.ts';

/** The functions' bundles of one folder with a `build.mjs`. */
export interface Build {
  /**
   * Bundles the functions that the changed files concern; without a list, or when a file is in no bundle yet, all.
   * Gives the absolute paths of the folders whose bundle differs from the one before. Nothing is kept unless `isDone` says,
   * when bundles are made, that the files were written by then.
   */
  run(changedFiles?: ReadonlySet<string>, isDone?: () => Promise<boolean>): Promise<string[]>;
  /** Makes sure that each output folder is there, so that a synth need not wait for the first `run`. */
  prepare(): void;
  /** Absolute paths of the output folders; another one means that the synth sees another asset. */
  folders(): string[];
  /** Absolute paths of the project's files in the bundles. */
  inputs(): string[];
  /** URLs of shared modules that the function in a folder imports, and that may be loaded ahead of it. */
  earlyModules(folder: string): string[];
  close(): Promise<void>;
}

/** Prepares the build of a folder; `undefined` when it has no `build.mjs`. */
export async function openBuild(folder: string): Promise<Build | undefined> {
  const options = await readBuildOptions(folder);
  if (!options) return undefined;
  const packages = createSharedPackages();
  const bundler = createBundler(packages);
  const bundles = new Map<string, Bundle>();

  /** Options of the build whose stamp is not kept yet. */
  let unkept: CodeOptions | undefined;
  const keep = () => {
    if (unkept) keepBuildStamp(folder, unkept, [...bundles.values()], packages);
    unkept = undefined;
  };
  /** Once the caller has swapped the code in, which somebody waits for. Without a stamp the next start builds. */
  const keepSoon = () => void new Promise(setImmediate).then(keep).catch(() => {});

  const write = async (now: CodeOptions, made: Bundle[]) => {
    await packages.provide(now, allNames(made));
    const changed = made.filter(({ entry, hash }) => bundles.get(entry.output)?.hash !== hash);
    for (const { files } of changed) {
      for (const { path, contents } of files) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, contents);
      }
    }
    // The texts are on disk now.
    for (const bundle of made) bundles.set(bundle.entry.output, { ...bundle, files: [] });
    return changed.map(({ entry }) => folderOf(entry));
  };
  const all = async (now: CodeOptions, isDone: () => Promise<boolean>) => {
    const earlier = bundles.size === 0 ? buildStampOf(folder, now) : undefined;
    if (earlier) {
      for (const bundle of earlier.bundles) bundles.set(bundle.entry.output, bundle);
      packages.adopt(earlier.provided);
      return [];
    }
    const made = await bundler.all(now);
    if (!(await isDone())) return [];
    const changed = await write(now, made);
    unkept = now;
    keep();
    return changed;
  };
  return {
    run: async (changedFiles, isDone = async () => true) => {
      const now = options();
      try {
        const concerned = changedFiles && concernedBy(changedFiles, now.entries, bundles);
        if (!concerned) return await all(now, isDone);
        const made = await bundler.some(now, concerned);
        if (!(await isDone())) return [];
        const changed = await write(now, made);
        unkept = now;
        keepSoon();
        return changed;
      } catch (error) {
        throw await buildError(`The code in ${relative(process.cwd(), folder) || 'services/'}`, error);
      }
    },
    prepare: () => {
      const { entries, root } = options();
      for (const { output } of entries) {
        if (existsSync(output)) continue;
        mkdirSync(dirname(output), { recursive: true });
        // Each placeholder differs, so that CDK gives each folder an asset hash of its own.
        writeFileSync(output, `// ${relative(root, output)} is being built\n`);
      }
    },
    folders: () => options().entries.map(folderOf),
    inputs: () => [...new Set([...bundles.values()].flatMap((bundle) => bundle.inputs))],
    earlyModules: (folder) => {
      const bundle = [...bundles.values()].find(({ entry }) => folderOf(entry) === folder);
      return bundle ? packages.earlyUrls(options().outdir, Object.keys(bundle.shared)) : [];
    },
    close: async () => {
      keep();
      await bundler.close();
    },
  };
}

/** What bundles import of shared packages, taken together. */
function allNames(bundles: readonly Bundle[]): ImportedNames {
  const names: ImportedNames = {};
  for (const [module, some] of bundles.flatMap(({ shared }) => Object.entries(shared)))
    names[module] = merged(names[module], some);
  return names;
}

/** The entries whose bundle holds one of the files; `undefined` when that cannot be told from the bundles. */
function concernedBy(
  files: ReadonlySet<string>,
  entries: Entry[],
  bundles: ReadonlyMap<string, Bundle>,
): Entry[] | undefined {
  const known = new Set([...bundles.values()].flatMap(({ inputs }) => inputs));
  if (entries.some(({ output }) => !bundles.has(output)) || [...files].some((file) => !known.has(file)))
    return undefined;
  return entries.filter(({ output }) => bundles.get(output)!.inputs.some((input) => files.has(input)));
}
