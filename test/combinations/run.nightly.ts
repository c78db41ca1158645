/**
 * Proves on disk that the options go together: writes an all-pairs set of projects, installs them, and runs lint,
 * typecheck, test, build and synth in each. A non-zero exit code or a warning is a failure.
 *
 *   npm run test:combinations -- --pattern 3 --limit 5
 *   npm run test:combinations -- --without yarn,bun
 *
 * Results are kept in a report, and projects that passed and have not changed are left out the next time.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileTree } from '../../src/generate/file-tree.ts';
import type { PackageManager } from '../../src/generate/package-managers.ts';
import { findPattern } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { allPairs } from './all-pairs.ts';
import { digestOf, installKey, writeProject } from './project-folder.ts';
import { openReport, type Result } from './report.ts';
import { runSteps } from './run-steps.ts';
import { answersOf, type Row } from './values.ts';

const { values: flags } = parseArgs({
  options: {
    pattern: { type: 'string' },
    manager: { type: 'string' },
    /** Package managers that cannot install here, with commas between them: npm takes their place. */
    without: { type: 'string', default: '' },
    limit: { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'serverless-pattern-combinations') },
    /** Runs each command through another, such as `nice`. */
    through: { type: 'string' },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

interface Project {
  row: Row;
  tree: FileTree;
  digest: string;
  key: string;
  manager: PackageManager;
}

const localCloud = readFileSync(join(packageRoot(), 'dist', 'local-cloud.mjs'));
const wanted = flags.pattern === undefined ? undefined : findPattern(flags.pattern);
if (flags.pattern !== undefined && !wanted) throw new Error(`There is no pattern ${flags.pattern}.`);
const missing = flags.without.split(',');
const projects = allPairs(wanted?.slug)
  .map((row) => (missing.includes(String(row.packageManager)) ? { ...row, packageManager: 'npm' } : row))
  .map(projectOf)
  .filter(({ manager }) => flags.manager === undefined || manager === flags.manager)
  .slice(0, flags.limit === undefined ? undefined : Number(flags.limit))
  // Pattern by pattern, and in each one install after the other, so that only one is on the disk.
  .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));

if (flags.list) {
  for (const { row } of projects) console.log(titleOf(row));
} else {
  process.exitCode = (await testAll()) === 0 ? 0 : 1;
}

function orderOf({ row, key }: Project): string {
  return `${findPattern(String(row.pattern))?.number} ${key}`;
}

function projectOf(row: Row): Project {
  const answers = answersOf(row);
  const tree = render(answers, localCloud);
  return { row, tree, digest: digestOf(tree), key: installKey(tree), manager: answers.packageManager };
}

async function testAll(): Promise<number> {
  mkdirSync(flags.work, { recursive: true });
  const file = join(flags.work, 'report.ndjson');
  if (flags.fresh) rmSync(file, { force: true });
  const report = openReport(file);
  const open = projects.filter(({ digest }) => !report.passed(digest));
  console.log(
    `${projects.length} projects, ${projects.length - open.length} of them passed before. Report: ${file}`,
  );
  let failures = 0;
  for (const [index, project] of open.entries()) {
    const result = await testOne(project);
    report.add(result);
    if (!result.passed) failures += 1;
    console.log(lineOf(result, `${index + 1}/${open.length}`));
    if (open[index + 1]?.key !== project.key) rmSync(folderOf(project), { recursive: true, force: true });
  }
  console.log(failures === 0 ? 'All passed.' : `${failures} of ${open.length} failed.`);
  return failures;
}

function folderOf({ key }: Project): string {
  return join(flags.work, key);
}

async function testOne(project: Project): Promise<Result> {
  const { row, digest, manager } = project;
  const folder = folderOf(project);
  writeProject(folder, project.tree);
  const steps = await runSteps(folder, manager, flags.through);
  return { digest, row, passed: steps.failure === undefined, ...steps };
}

function titleOf(row: Row): string {
  return Object.entries(row)
    .filter(([key, value]) => key !== 'name' && key !== 'slug' && value !== '')
    .map(([key, value]) => (key === 'pattern' ? value : `${key}=${value}`))
    .join(' ');
}

function lineOf({ row, passed, seconds, failure }: Result, count: string): string {
  const times = Object.entries(seconds).map(([step, taken]) => `${step} ${taken} s`);
  const line = `${count} ${passed ? 'passed' : `FAILED in ${failure?.step}`}: ${titleOf(row)} (${times.join(', ')})`;
  return failure ? `${line}\n${failure.output}` : line;
}
