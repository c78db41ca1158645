import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { BuildContext, BuildOptions, BuildResult, OutputFile } from 'esbuild';
import type { CodeOptions, Entry } from './build-options.ts';
import { loadEsbuild } from './esbuild.ts';
import { type ImportedNames, importedNames } from './imported-names.ts';
import { quickHttp } from './quick-http.ts';
import type { SharedPackages } from './shared-packages.ts';

/** The code of one function. */
export interface Bundle {
  entry: Entry;
  /** Of its code, without the source map. */
  hash: string;
  /** Absolute paths of the project's files in it. */
  inputs: string[];
  /** What it imports of shared packages. */
  shared: ImportedNames;
  files: { path: string; contents: Uint8Array }[];
}

export interface Bundler {
  /** All functions at once, which reads what they share only once. */
  all(options: CodeOptions): Promise<Bundle[]>;
  /** Some functions, each with a context of its own, so that a further edit costs only that function. */
  some(options: CodeOptions, entries: Entry[]): Promise<Bundle[]>;
  close(): Promise<void>;
}

export function createBundler(packages: SharedPackages): Bundler {
  const sharing = (esbuild: BuildOptions): BuildOptions => ({
    ...esbuild,
    plugins: [...(esbuild.plugins ?? []), quickHttp, packages.plugin],
  });
  const bundlesOf = (result: BuildResult, entries: Entry[], root: string) =>
    readBundles(result, entries, root, packages.has);
  const contexts = new Map<string, BuildContext>();
  const contextOf = async ({ esbuild }: CodeOptions, { name, source }: Entry) => {
    const key = JSON.stringify([name, source]);
    const { context } = await loadEsbuild();
    const opened =
      contexts.get(key) ?? (await context({ ...sharing(esbuild), entryPoints: { [name]: source } }));
    contexts.set(key, opened);
    return opened;
  };
  return {
    all: async (options) => {
      const { build } = await loadEsbuild();
      return bundlesOf(await build(sharing(options.esbuild)), options.entries, options.root);
    },
    some: async (options, entries) => {
      const made = await Promise.all(
        entries.map(async (entry) => {
          const opened = await contextOf(options, entry);
          return bundlesOf(await opened.rebuild(), [entry], options.root);
        }),
      );
      return made.flat();
    },
    close: async () => {
      await Promise.all([...contexts.values()].map((opened) => opened.dispose()));
      contexts.clear();
    },
  };
}

function readBundles(
  { metafile, outputFiles = [] }: BuildResult,
  entries: Entry[],
  root: string,
  isShared: (module: string) => boolean,
): Bundle[] {
  const outputs = new Map(
    Object.entries(metafile?.outputs ?? {}).map(([path, output]) => [resolve(root, path), output]),
  );
  return entries.map((entry) => {
    const output = outputs.get(entry.output);
    const files = outputFiles.filter(({ path }) => path === entry.output || path === `${entry.output}.map`);
    const code = files.find(({ path }) => path === entry.output);
    const hasShared = (output?.imports ?? []).some(({ external, path }) => external && isShared(path));
    return {
      entry,
      hash: hashOf(code),
      inputs: Object.keys(output?.inputs ?? {})
        .filter(isOwn)
        .map((path) => resolve(root, path)),
      shared: code && hasShared ? importedNames(code.text, isShared) : {},
      files,
    };
  });
}

const hashOf = (file: OutputFile | undefined) =>
  file ? createHash('sha256').update(file.contents).digest('base64') : '';

/** A file of the project: no package, and no text that a plugin made. */
const isOwn = (path: string) => !path.includes('node_modules/') && !/^[a-z-]{2,}:/.test(path);
