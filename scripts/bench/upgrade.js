// Times the plan of an upgrade: the pure merge of a project of 100 files (and of 1,000), beside one `git merge-file`
// process for each file that both sides changed. Prints milliseconds and the ratio; both run in this one process, in turn.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'bench-upgrade-'));
try {
  const bundle = join(folder, 'merge.mjs');
  await build({
    entryPoints: [new URL('../../src/upgrade/merge.ts', import.meta.url).pathname],
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
  const { merge } = await import(pathToFileURL(bundle).href);
  // Few files that both sides changed, as in most upgrades; then a third of them, half of these in another format.
  for (const [count, every] of [
    [100, 9],
    [100, 3],
    [1000, 9],
  ]) {
    const input = makeProject(count, every);
    const cold = time(() => merge(input));
    const warm = best(Array.from({ length: 15 }, () => time(() => merge(input))));
    const cpu = best(Array.from({ length: 15 }, () => cpuTime(() => merge(input))));
    const both = [...input.yours].filter(([path, entry]) => {
      const [base, next] = [input.base.get(path), input.next.get(path)];
      return base && next && base !== entry && base !== next;
    });
    const mergeWithGit = () => {
      for (const [path] of both) gitMergeFile(path, input);
    };
    const git = best(Array.from({ length: 3 }, () => time(mergeWithGit)));
    const { conflicts, files } = merge(input);
    console.log(
      `${count} files, ${both.length} changed on both sides, ${conflicts.length} conflicts, ${files.size} files after: ` +
        `first ${cold.toFixed(1)} ms, best of 15 ${warm.toFixed(1)} ms (${cpu.toFixed(1)} ms of CPU); git merge-file ${git.toFixed(0)} ms; ` +
        `ratio ${(git / warm).toFixed(1)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Three trees of `count` files: sources, JSON and YAML. Both sides change one file in `every`, the template a few more. */
function makeProject(count, every) {
  const base = new Map();
  const yours = new Map();
  const next = new Map();
  for (let index = 0; index < count; index += 1) {
    const [path, lines] = makeFile(index);
    const entry = (text) => ({ content: Buffer.from(text), mode: 0o644 });
    const old = entry(lines.join('\n'));
    base.set(path, old);
    yours.set(path, index % every === 0 ? entry(changed(lines, 3, path, index % 2 === 0)) : old);
    next.set(
      path,
      index % every === 0 || index % 5 === 0 ? entry(changed(lines, lines.length - 4, path, false)) : old,
    );
  }
  return { base, yours, next };
}

function makeFile(index) {
  const numbers = Array.from({ length: 120 }, (_, line) => line);
  if (index % 10 === 3)
    return [
      `data/file${index}.json`,
      ['{', ...numbers.map((line) => `  "key${line}": ${line},`), '  "end": 0', '}', ''],
    ];
  if (index % 10 === 6)
    return [`ci/file${index}.yml`, [...numbers.map((line) => `key${line}: ${line}`), 'end: 0', '']];
  return [
    `src/file${index}.ts`,
    [...numbers.map((line) => `export const name${line} = call(${line}, 'text ${line}');`), ''],
  ];
}

/** The lines with one of them changed and, if asked, all strings of code in other quotes. */
function changed(lines, at, path, reformat) {
  const edited = lines.map((line, index) => (index === at ? line.replace(/\d+(?=\D*$)/, '4711') : line));
  const text = edited.join('\n');
  return reformat && path.endsWith('.ts') ? text.replaceAll("'", '"') : text;
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
