// Times the plan of an upgrade of projects of 100 and of 1,000 files and of real moves, beside `node -e 0` and one
// `git merge-file` process for each file that both sides changed: the pure merge, in a process that has just begun and in one
// that has done it before, and the whole plan from disk (record, work tree, migrations, merge, imports, resources with data,
// next record). Prints milliseconds and ratios, and what the record of each default project weighs. Ends with 1 when the whole
// plan of 100 files takes longer than 100 ms once it is warm.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { goldenTree, projects } from './upgrade-projects.js';

const root = new URL('../..', import.meta.url).pathname;
/** Milliseconds that the whole plan of 100 files may take. */
const mostWhole = 100;
const goldenDirectory = join(root, 'test/golden');
// Below the package, where the bundle finds history/.
mkdirSync(join(root, 'dist'), { recursive: true });
const folder = mkdtempSync(join(root, 'dist', 'bench-upgrade-'));
const bundle = join(folder, 'merge.mjs');
try {
  await build({
    stdin: {
      contents:
        "export * from './src/upgrade/merge.ts'; export { withRecord } from './src/project/record.ts'; export { prepareUpgrade } from './src/cli/upgrade/prepare.ts'; export { inspectTarget } from './src/project/target.ts'; export { processIo } from './src/cli/io.ts'; export { cliVersion } from './src/cli/version.ts'; export { resolve } from './src/generate/answers.ts';",
      resolveDir: root,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    conditions: ['import'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const engine = await import(pathToFileURL(bundle).href);
  const { merge, withRecord } = engine;
  const node = best(Array.from({ length: 7 }, () => time(() => spawnSync(process.execPath, ['-e', '0']))));
  for (const { title, input: make } of projects()) {
    const input = make();
    const cold = best(Array.from({ length: 7 }, () => timeInNewProcess(title)));
    const warm = best(Array.from({ length: 15 }, () => time(() => merge(input))));
    const cpu = best(Array.from({ length: 15 }, () => cpuTime(() => merge(input))));
    const both = [...input.yours].filter(([path, entry]) => {
      const [base, next] = [input.base.get(path), input.next.get(path)];
      return base && next && isOther(base, entry) && isOther(base, next);
    });
    const mergeWithGit = () => {
      for (const [path] of both) gitMergeFile(path, input);
    };
    const git = best(Array.from({ length: 3 }, () => time(mergeWithGit)));
    const { conflicts, files } = merge(input);
    const { whole, cpu: wholeCpu } = await timeWhole(input, engine);
    console.log(
      `${title}, ${both.length} files changed on both sides, ${conflicts.length} conflicts, ${files.size} files after: ` +
        `first in a new process ${cold.toFixed(1)} ms (best of 7), then ${warm.toFixed(1)} ms (best of 15; ${cpu.toFixed(1)} ms of CPU); ` +
        `git merge-file ${git.toFixed(0)} ms; ratio ${(git / warm).toFixed(1)}; ` +
        `whole plan from disk ${whole.toFixed(1)} ms (best of 15; ${wholeCpu.toFixed(1)} ms of CPU), ` +
        `${(whole / node).toFixed(2)} of node -e 0 (${node.toFixed(0)} ms), ${(git / whole).toFixed(1)} times as fast as git`,
    );
    if (title === '100 files' && whole > mostWhole) {
      console.error(`The whole plan of 100 files takes ${whole.toFixed(1)} ms, more than ${mostWhole}.`);
      process.exitCode = 1;
    }
  }
  for (const slug of readdirSync(goldenDirectory)) {
    const tree = goldenTree(slug);
    const answers = { pattern: slug, name: 'Golden shop', slug: 'golden-shop' };
    const record = [...withRecord(tree, { answers, cli: '1.0.0' })].filter(([path]) => !tree.has(path));
    const bytes = record.reduce((sum, [, { content }]) => sum + content.length, 0);
    console.log(
      `record of ${slug}, ${tree.size} files: ${(bytes / 1000).toFixed(1)} kB, ${Math.round(bytes / tree.size)} bytes a file`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The plan of an upgrade as the command makes it, of a project on disk that has a migration to come. */
async function timeWhole(
  input,
  { prepareUpgrade, inspectTarget, processIo, withRecord, cliVersion, resolve },
) {
  const place = mkdtempSync(join(tmpdir(), 'bench-project-'));
  try {
    const { answers } = resolve({ name: 'shop', pattern: 'api' });
    const moved = { content: Buffer.from('export const cursor = 1;\n'), mode: 0o644 };
    const withModule = (tree, path) => new Map([...tree, [path, moved]]);
    const base = withModule(input.base, 'services/orders/cursor.ts');
    const yours = withModule(input.yours, 'services/orders/cursor.ts');
    const next = withModule(input.next, 'services/lib/cursor.ts');
    const record = [...withRecord(base, { answers, cli: cliVersion() })].filter(([path]) => !base.has(path));
    for (const [path, { content }] of [...yours, ...record]) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      const text = Buffer.from(content).toString();
      const older = text.replace(/"templates": \d+/, '"templates": 1');
      writeFileSync(join(place, path), path.endsWith('state.json') ? older : content);
    }
    const io = { ...processIo(() => {}), cwd: place, render: async () => next, env: process.env };
    const flags = { json: true, conflict: 'inline', synth: false };
    const plan = () => prepareUpgrade(inspectTarget(io.disk, place, '.'), {}, flags, io);
    const { plan: made } = await plan();
    if (made.operations.length === 0) throw new Error('There is nothing to plan.');
    const [times, cpus] = [[], []];
    for (let run = 0; run < 15; run += 1) {
      const [start, used] = [performance.now(), process.cpuUsage()];
      await plan();
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      cpus.push((user + system) / 1000);
    }
    return { whole: best(times), cpu: best(cpus) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Milliseconds of the first merge that a process does, without its start and the loading of the code. */
function timeInNewProcess(title) {
  const program = fileURLToPath(new URL('upgrade-once.js', import.meta.url));
  const argv = [program, title, pathToFileURL(bundle).href];
  return Number(spawnSync(process.execPath, argv, { encoding: 'utf8' }).stdout);
}

function isOther(one, other) {
  return Buffer.compare(one.content, other.content) !== 0;
}

function gitMergeFile(path, { base, yours, next }) {
  const names = Object.entries({ yours, base, next }).map(([name, tree]) => {
    const file = join(folder, name);
    writeFileSync(file, tree.get(path).content);
    return file;
  });
  spawnSync('git', ['merge-file', '-p', '--diff3', ...names]);
}

function time(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function cpuTime(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least of several measurements: other programs on the machine only ever add. */
function best(values) {
  return Math.min(...values);
}
