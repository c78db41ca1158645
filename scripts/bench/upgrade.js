// Times the plan of an upgrade: the pure merge of a project of 100 files (and of 1,000) and of a real move, in a process that
// has just begun and in one that has done it before, beside one `git merge-file` process for each file that both sides
// changed. Prints milliseconds and the ratio, and what the record of each default project weighs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { goldenTree, projects } from './upgrade-projects.js';

const root = new URL('../..', import.meta.url).pathname;
const goldenDirectory = join(root, 'test/golden');
// Below the package, where the bundle finds history/.
mkdirSync(join(root, 'dist'), { recursive: true });
const folder = mkdtempSync(join(root, 'dist', 'bench-upgrade-'));
const bundle = join(folder, 'merge.mjs');
try {
  await build({
    stdin: {
      contents:
        "export * from './src/upgrade/merge.ts'; export { withRecord } from './src/project/record.ts';",
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
  const { merge, withRecord } = await import(pathToFileURL(bundle).href);
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
    console.log(
      `${title}, ${both.length} files changed on both sides, ${conflicts.length} conflicts, ${files.size} files after: ` +
        `first in a new process ${cold.toFixed(1)} ms (best of 7), then ${warm.toFixed(1)} ms (best of 15; ${cpu.toFixed(1)} ms of CPU); ` +
        `git merge-file ${git.toFixed(0)} ms; ratio ${(git / warm).toFixed(1)}`,
    );
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
