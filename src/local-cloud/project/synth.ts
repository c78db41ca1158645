import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readAssembly } from '../assembly/read.ts';
import type { AssemblyInput } from '../assembly/template.ts';
import { cacheFolder } from './cache-folder.ts';
import { bundleApp } from './synth-bundle.ts';
import { contextOf } from './synth-context.ts';
import { runApp } from './synth-run.ts';
import { isFresh, keepStamp, type Stamp } from './synth-stamp.ts';

export interface SynthOptions {
  /** Folder that holds `infra/app.ts` and `cdk.json`. */
  app: string;
  context?: Record<string, unknown>;
  /** Output folders of the functions: a new one is a new asset. */
  distFolders: string[];
}

export interface Synthesised {
  assembly: AssemblyInput;
  /** Absolute paths of all files that the assembly depends on. */
  inputs: string[];
  /** True when an earlier assembly was still fresh. */
  cached: boolean;
}

/**
 * Synthesises one CDK app without the CDK command line, validation, bundling or asset copies; or takes the assembly
 * of an earlier run when none of its inputs has changed.
 * @throws ProjectError with the app's own words when it does not build or fails
 */
export async function synthesise({ app, context, distFolders }: SynthOptions): Promise<Synthesised> {
  const cache = cacheFolder(app);
  const output = join(cache, 'cdk.out');
  const settings = JSON.stringify({
    context: contextOf(app, context),
    dist: distFolders.map((folder) => relative(app, folder)).sort(),
    environment: Object.entries(process.env).filter(([name]) =>
      /^(CDK_DEFAULT_|AWS_(DEFAULT_)?REGION$|STAGE$)/.test(name),
    ),
    node: process.version,
  });
  const fresh = isFresh(cache, settings);
  if (fresh)
    return { assembly: readAssembly(output), inputs: fresh.inputs.map(({ path }) => path), cached: true };

  const bundle = await bundleApp(app, cache);
  rmSync(output, { recursive: true, force: true });
  const read = await runApp({ app, cache, bundle: bundle.file, output, context: contextOf(app, context) });
  const inputs = [
    ...new Set([...bundle.inputs, ...read, join(app, 'cdk.json'), join(app, 'cdk.context.json')]),
  ];
  const stamp: Stamp = keepStamp(cache, settings, inputs);
  return { assembly: readAssembly(output), inputs: stamp.inputs.map(({ path }) => path), cached: false };
}
