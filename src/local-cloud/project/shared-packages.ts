/**
 * The packages that functions import, which no edit changes: bundled once for all functions of a build, so that an edit
 * bundles and loads only what is the project's own. They lie where Node.js looks for them from each bundle, in
 * `dist/node_modules`. What is deployed holds its packages itself: `cdk.json` has it built first.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, PluginBuild, ResolveResult } from 'esbuild';
import type { CodeOptions } from './build-options.ts';
import { loadEsbuild } from './esbuild.ts';

/** Names of packages, and of modules in them; no path, no `node:fs` and no `#internal`. */
const names = /^(@[\w.-]+\/)?[\w-][\w.-]*(\/|$)/;

/** Packages that look at nothing around them while they load, so that they may be loaded before a function is known. */
const unbiased = /^(@aws-sdk\/|@smithy\/|zod(\/|$))/;

/** The shared packages of one build. Modules go by the names that are imported: `zod/mini`. */
export interface SharedPackages {
  /** Leaves modules out of a bundle that are the same for all and can be imported by the names of their exports. */
  plugin: Plugin;
  /** Whether the plugin left it out of a bundle. */
  has(module: string): boolean;
  /** Takes modules of an earlier run, whose files are there. */
  adopt(modules: readonly string[]): void;
  /** Bundles these modules, and all earlier ones with them, unless they are there. */
  provide(options: CodeOptions, modules: readonly string[]): Promise<void>;
}

export function createSharedPackages(): SharedPackages {
  const left = new Set<string>();
  const provided = new Set<string>();
  return {
    plugin: { name: 'shared-packages', setup: (build) => leaveOut(build, left) },
    has: (module) => left.has(module),
    adopt: (modules) => {
      for (const module of modules) provided.add(module);
    },
    provide: async (options, modules) => {
      const isThere = (module: string) => provided.has(module) && existsSync(fileOf(options.outdir, module));
      if (modules.every(isThere)) return;
      for (const module of modules) provided.add(module);
      await bundlePackages(options, [...provided]);
    },
  };
}

/** Absolute paths of the files that imports of shared modules lead to. */
export const sharedFiles = (outdir: string, modules: readonly string[]): string[] =>
  modules.map((module) => fileOf(outdir, module));

/** URLs of those shared modules that an execution environment may load ahead of its function. */
export const earlyUrls = (outdir: string, modules: readonly string[]): string[] =>
  modules
    .filter((module) => unbiased.test(module))
    .map((module) => pathToFileURL(fileOf(outdir, module)).href);

const fileOf = (outdir: string, module: string): string => join(outdir, 'node_modules', module, 'index.mjs');

/** Marks the plugin's own questions. */
const asked = {};

function leaveOut(build: PluginBuild, left: Set<string>): void {
  const { format, absWorkingDir = '' } = build.initialOptions;
  // Other formats call `require`, which loads no ES module.
  if (format !== 'esm') return;
  const answers = new Map<string, ReturnType<typeof sharable>>();
  build.onResolve({ filter: names }, async ({ path, kind, resolveDir, pluginData }) => {
    if (pluginData === asked || (kind !== 'import-statement' && kind !== 'dynamic-import')) return undefined;
    const key = `${resolveDir}\n${path}`;
    const answer = answers.get(key) ?? sharable(build, path, resolveDir, absWorkingDir);
    answers.set(key, answer);
    const found = await answer;
    if (!found) return undefined;
    left.add(path);
    return { path, external: true, sideEffects: found.sideEffects };
  });
}

/** A package may bring a version of its own, and a CommonJS module has no names to import. */
async function sharable(
  build: PluginBuild,
  path: string,
  from: string,
  root: string,
): Promise<ResolveResult | undefined> {
  const resolve = (resolveDir: string) =>
    build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: asked });
  const [here, there] = await Promise.all([resolve(from), resolve(root)]);
  const isPackage = here.errors.length === 0 && !here.external && here.namespace === 'file';
  if (!isPackage || here.path !== there.path || !here.path.includes(`${sep}node_modules${sep}`))
    return undefined;
  return /^\s*(import|export)\b/m.test(readFileSync(here.path, 'utf8')) ? here : undefined;
}

async function bundlePackages({ esbuild, outdir }: CodeOptions, modules: string[]): Promise<void> {
  const { build } = await loadEsbuild();
  await build({
    ...esbuild,
    entryPoints: Object.fromEntries(modules.map((module) => [`${module}/index`, module])),
    outdir: join(outdir, 'node_modules'),
    outExtension: { '.js': '.mjs' },
    chunkNames: '.shared/[name]-[hash]',
    splitting: true,
    sourcemap: false,
    write: true,
  });
  for (const [name, exports] of exportsOf(modules)) {
    const folder = join(outdir, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  }
}

/** For each package the modules of it that are imported, as `exports` of a `package.json` has them. */
function exportsOf(modules: string[]): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  for (const module of modules) {
    const parts = module.split('/');
    const name = parts.splice(0, module.startsWith('@') ? 2 : 1).join('/');
    const path = ['.', ...parts].join('/');
    found.set(name, { ...found.get(name), [path]: `./${[...parts, 'index.mjs'].join('/')}` });
  }
  return found;
}
