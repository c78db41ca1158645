import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import fc from 'fast-check';
import { commandMutations } from './command-mutations.ts';
import { type Mutation, mutations } from './mutations.ts';
import { plantBug } from './plant-bug.ts';
import { propertiesOf } from './properties.ts';
import { type Merge, problemsOf } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';

// Plants each bug in a bundle of the engine and runs the scenarios and the properties against it. Every bug has to be
// found; the exit code is 1 when one is not. Bugs around the merge are planted for one test file each. It takes a few
// minutes, so it is a program of its own.
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
  const others = commandMutations.filter(({ name }) => !only || name.includes(only));
  for (const test of new Set(others.map((each) => each.test))) {
    if (!passes(test)) throw new Error(`${test} fails without a bug`);
  }
  for (const { name, test } of others) {
    const survived = passes(test, name);
    if (survived) survivors += 1;
    console.log(`${survived ? 'SURVIVED' : 'found   '} ${name}${survived ? '' : ` (by ${test})`}`);
  }
  const planted = chosen.length + others.length;
  console.log(`${planted - survivors} of ${planted} planted bugs found`);
  process.exitCode = survivors === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** True when a test file passes, with a bug in the sources if one is named. */
function passes(test: string, planted = ''): boolean {
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const argv = [vitest, 'run', '--config', 'test/upgrade/planted.config.ts', test];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return spawnSync(process.execPath, argv, { cwd, env: { ...process.env, PLANTED: planted } }).status === 0;
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
