import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import fc from 'fast-check';
import { type Mutation, mutations } from './mutations.ts';
import { propertiesOf } from './properties.ts';
import { type Merge, problemsOf } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';

// Plants each bug in a bundle of the engine and runs the scenarios and the properties against it. Every bug has to be
// found; the exit code is 1 when one is not. It takes a few minutes, so it is a program of its own.
const runs = Number(process.env.PROPERTY_RUNS ?? 300);
const only = process.argv[2];
const engine = new URL('../../src/upgrade/', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'mutations-'));

try {
  const sane = finder(await engineWith(undefined, 'sane'));
  if (sane) throw new Error(`the engine fails without a bug: ${sane}`);
  let survivors = 0;
  const chosen = mutations.filter(({ name }) => !only || name.includes(only));
  for (const [index, mutation] of chosen.entries()) {
    const found = finder(await engineWith(mutation, `mutant-${index}`));
    if (!found) survivors += 1;
    console.log(`${found ? 'found   ' : 'SURVIVED'} ${mutation.name}${found ? ` (by ${found})` : ''}`);
  }
  console.log(`${chosen.length - survivors} of ${chosen.length} planted bugs found`);
  process.exitCode = survivors === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The merge function of the engine with a bug. */
async function engineWith(mutation: Mutation | undefined, name: string): Promise<Merge> {
  const plant: Plugin = {
    name: 'plant',
    setup({ onLoad }) {
      if (!mutation) return;
      const path = new URL(mutation.file, engine).pathname;
      onLoad({ filter: /\.ts$/ }, async (args) => {
        if (args.path !== path) return undefined;
        const source = await readFile(path, 'utf8');
        const planted = plantBug(source, mutation);
        if (planted === undefined) throw new Error(`${mutation.file} does not hold once: ${mutation.from}`);
        return { contents: planted, loader: 'ts' };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [new URL('merge.ts', engine).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // `yaml` and `jsonc-parser` have CommonJS entries first for Node; the bundle takes the others.
    mainFields: ['module', 'main'],
    conditions: ['import'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [plant],
    logLevel: 'silent',
  });
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, outputFiles[0]!.contents);
  const loaded = (await import(pathToFileURL(file).href)) as { merge: Merge };
  return loaded.merge;
}

/** The source with the bug, or undefined unless its place is found once. Line breaks do not matter. */
function plantBug(source: string, { from, to }: Mutation): string | undefined {
  const escaped = from.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(escaped.replace(/\s+/g, '\\s+'), 'g');
  return source.match(pattern)?.length === 1 ? source.replace(pattern, () => to) : undefined;
}

/** The name of the first scenario or property that fails, if one does. */
function finder(merge: Merge): string | undefined {
  for (const scenario of Object.values(scenarios).flat()) {
    try {
      if (problemsOf(merge, scenario).length > 0) return `scenario "${scenario.name}"`;
    } catch {
      return `scenario "${scenario.name}", which throws`;
    }
  }
  for (const [name, property] of Object.entries(propertiesOf(merge))) {
    if (fc.check(property, { numRuns: runs, seed: 99, endOnFailure: true }).failed) return `property ${name}`;
  }
  return undefined;
}
