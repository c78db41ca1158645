import { join } from 'node:path';
import type { CodeOptions } from './build-options.ts';
import type { Bundle } from './bundler.ts';
import { cacheFolder } from './cache-folder.ts';
import type { ImportedNames } from './imported-names.ts';
import { freshStamp, markOf, type Stamp, writeStamp } from './marks.ts';
import type { SharedPackages } from './shared-packages.ts';

/** The bundles of an earlier run when nothing that they were made from, nor they themselves, changed since. */
export function buildStampOf(
  folder: string,
  options: CodeOptions,
): Pick<BuildStamp, 'bundles' | 'provided'> | undefined {
  return freshStamp<BuildStamp>(fileOf(folder), settingsOf(options));
}

export function keepBuildStamp(
  folder: string,
  options: CodeOptions,
  bundles: Bundle[],
  packages: SharedPackages,
): void {
  const inputs = bundles.flatMap((bundle) => bundle.inputs);
  const { provided } = packages;
  const outputs = [
    ...bundles.map(({ entry }) => entry.output),
    ...Object.keys(provided).map((module) => packages.fileOf(options.outdir, module)),
  ];
  // Packages change only with a lock file; a build script may come to plug in something else.
  const others = [...lockFiles, 'build.mjs', 'package.json', 'tsconfig.json'].flatMap((name) => [
    join(folder, name),
    join(options.root, name),
  ]);
  const files = [...new Set([...inputs, ...outputs, ...others])].map(markOf);
  const stamp: BuildStamp = { settings: settingsOf(options), files, bundles, provided };
  writeStamp(fileOf(folder), stamp);
}

interface BuildStamp extends Stamp {
  bundles: Bundle[];
  /** What the shared packages hold. */
  provided: ImportedNames;
}

const lockFiles = [
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'node_modules/.package-lock.json',
];
const fileOf = (folder: string) => join(cacheFolder(folder), 'build.json');
const settingsOf = ({ esbuild, entries }: CodeOptions) => JSON.stringify({ ...esbuild, entries });
