/**
 * The packages that functions import, which no edit changes: bundled once for all functions of a build, so that an edit
 * bundles and loads only what is the project's own. They hold the names that some function imports, and no more: each
 * execution environment loads them anew. They lie where Node.js looks for them from each bundle, in `dist/node_modules`.
 * What is deployed holds its packages itself: `cdk.json` has it built first.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, PluginBuild, ResolveResult } from 'esbuild';
import type { CodeOptions } from './build-options.ts';
import { loadEsbuild } from './esbuild.ts';
import { holds, type ImportedNames, merged } from './imported-names.ts';
import { quickHttp } from './quick-http.ts';

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
  /** What the files hold. */
  readonly provided: ImportedNames;
  /** Takes what an earlier run has provided. */
  adopt(names: ImportedNames): void;
  /** Bundles these names, and all earlier ones with them, unless they are there. */
  provide(options: CodeOptions, names: ImportedNames): Promise<void>;
  /** Absolute path of the file that an import of a module leads to; another one once it holds more. */
  fileOf(outdir: string, module: string): string;
  /** URLs of those of the modules that an execution environment may load ahead of its function. */
  earlyUrls(outdir: string, modules: readonly string[]): string[];
}

export function createSharedPackages(): SharedPackages {
  const left = new Set<string>();
  let provided: ImportedNames = {};
  const fileOf = (outdir: string, module: string) =>
    join(outdir, 'node_modules', module, `${versionOf(provided)}.mjs`);
  return {
    plugin: { name: 'shared-packages', setup: (build) => leaveOut(build, left) },
    has: (module) => left.has(module),
    get provided() {
      return provided;
    },
    adopt: (names) => {
      provided = names;
    },
    provide: async (options, names) => {
      const isThere = ([module, wanted]: [string, string[]]) =>
        holds(provided[module], wanted) && existsSync(fileOf(options.outdir, module));
      if (Object.entries(names).every(isThere)) return;
      const all = { ...provided };
      for (const [module, wanted] of Object.entries(names)) all[module] = merged(all[module], wanted);
      await bundlePackages(options, all);
      provided = all;
    },
    fileOf,
    earlyUrls: (outdir, modules) =>
      modules
        .filter((module) => unbiased.test(module))
        .map((module) => pathToFileURL(fileOf(outdir, module)).href),
  };
}

/** A name for files that hold these names: an environment that has loaded others finds its own as they were. */
const versionOf = (names: ImportedNames): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(names).sort()))
    .digest('hex')
    .slice(0, 8);

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

async function bundlePackages({ esbuild, outdir, root }: CodeOptions, names: ImportedNames): Promise<void> {
  const { build } = await loadEsbuild();
  const version = versionOf(names);
  await build({
    ...esbuild,
    entryPoints: Object.fromEntries(
      Object.keys(names).map((module) => [`${module}/${version}`, `${namespace}:${module}`]),
    ),
    outdir: join(outdir, 'node_modules'),
    outExtension: { '.js': '.mjs' },
    chunkNames: '.shared/[name]-[hash]',
    splitting: true,
    sourcemap: false,
    write: true,
    plugins: [...(esbuild.plugins ?? []), quickHttp, entriesOf(names, root)],
  });
  for (const [name, exports] of exportsOf(Object.keys(names), version)) {
    const folder = join(outdir, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  }
}

const namespace = 'shared-package';

/** Entry points that hand on the names that are imported of a module: esbuild leaves out whatever else is in it. */
function entriesOf(names: ImportedNames, root: string): Plugin {
  const filter = /^shared-package:/;
  return {
    name: 'shared-package-entries',
    setup: (build) => {
      build.onResolve({ filter }, async ({ path }) => {
        const module = path.replace(filter, '');
        if (names[module]?.[0] !== '*') return { path: module, namespace };
        return build.resolve(module, { kind: 'import-statement', resolveDir: root });
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `export { ${names[path]?.join(', ')} } from ${JSON.stringify(path)};`,
        resolveDir: root,
      }));
    },
  };
}

/** For each package the modules of it that are imported, as `exports` of a `package.json` has them. */
function exportsOf(modules: string[], version: string): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  for (const module of modules) {
    const parts = module.split('/');
    const name = parts.splice(0, module.startsWith('@') ? 2 : 1).join('/');
    const path = ['.', ...parts].join('/');
    found.set(name, { ...found.get(name), [path]: `./${[...parts, `${version}.mjs`].join('/')}` });
  }
  return found;
}
