import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readAssembly } from '../assembly/read.ts';
import type { AssemblyInput } from '../assembly/template.ts';
import { cacheFolder } from './cache-folder.ts';
import { dropStamp, freshStamp, markOf, type Stamp, writeStamp } from './marks.ts';
import { bundleApp } from './synth-bundle.ts';
import { contextOf } from './synth-context.ts';
import { runApp } from './synth-run.ts';

export interface SynthOptions {
  /** Folder that holds `infra/app.ts` and `cdk.json`. */
  app: string;
  context?: Record<string, unknown>;
  /** Output folders of the functions: a new one is a new asset. */
  distFolders: string[];
  /** Called when the app is bundled, or need not be. */
  onBundled?(): void;
  /** Takes the end of the app's process, which may keep compiled code for the next run after the assembly is there. */
  onLeave?(end: Promise<void>): void;
}

export interface Synthesised {
  assembly: AssemblyInput;
  /** Absolute paths of all files that the assembly depends on. */
  inputs: string[];
}

/**
 * Synthesises one CDK app without the CDK command line, validation, bundling or asset copies; or takes the assembly
 * of an earlier run when none of its inputs has changed.
 * @throws ProjectError with the app's own words when it does not build or fails
 */
export async function synthesise({
  app,
  context: given,
  distFolders,
  onBundled = () => {},
  onLeave = () => {},
}: SynthOptions): Promise<Synthesised> {
  const cache = cacheFolder(app);
  const output = join(cache, 'cdk.out');
  const stampFile = join(cache, 'synth.json');
  const context = contextOf(app, given);
  const settings = JSON.stringify({
    context,
    dist: distFolders.map((folder) => relative(app, folder)).sort(),
    environment: Object.entries(process.env).filter(([name]) => isOfInterest(name)),
    node: process.version,
  });
  const fresh = existsSync(join(output, 'manifest.json'))
    ? freshStamp<Stamp>(stampFile, settings)
    : undefined;
  if (fresh) {
    onBundled();
    return { assembly: readAssembly(output), inputs: fresh.files.map(({ path }) => path) };
  }

  dropStamp(stampFile);
  rmSync(output, { recursive: true, force: true });
  const bundling = bundleApp(app, cache).finally(onBundled);
  const running = runApp({ app, cache, bundle: bundling.then(({ file }) => file), output, context, onLeave });
  const [bundle, read] = await Promise.all([bundling, running]);
  const own = ['cdk.json', 'cdk.context.json'].map((name) => join(app, name));
  const inputs = [...new Set([...bundle.inputs, ...read, ...own])];
  writeStamp(stampFile, { settings, files: inputs.map(markOf) });
  return { assembly: readAssembly(output), inputs };
}

/** Variables that CDK apps commonly read. */
const isOfInterest = (name: string) => /^(CDK_DEFAULT_\w+|AWS_REGION|AWS_DEFAULT_REGION|STAGE)$/.test(name);
