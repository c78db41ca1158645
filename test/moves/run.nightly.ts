/**
 * Proves on disk that projects stay whole as they move: makes a project of every pattern, edits it as people do in a first
 * week, moves it to every other pattern by the real command, installs it, and runs lint, typecheck, test, build and synth.
 * Projects of an older generation are brought up to date in the same way. A lost edit, a conflict, a non-zero exit code
 * or a warning is a failure.
 *
 *   npm run test:moves -- --only "1 to 2,generation 1 of api"
 *
 * Results are kept in a report, and moves that passed and would give the same bytes are left out the next time.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { localDisk } from '../../src/project/disk.ts';
import { readTree } from '../../src/project/read-tree.ts';
import { recordFolder, withRecord } from '../../src/project/record.ts';
import { digestOf, installKey, writeProject } from '../combinations/project-folder.ts';
import { openReport, type Result } from '../combinations/report.ts';
import { runSteps } from '../combinations/run-steps.ts';
import { answersOf } from '../combinations/values.ts';
import { run } from '../e2e/packed.ts';
import { writeFirst } from '../upgrade-command/first-generation.ts';
import { makeEdits } from './edits.ts';
import { everyMove, type Move } from './starts.ts';

const { values: flags } = parseArgs({
  options: {
    /** Titles, with commas between them. */
    only: { type: 'string' },
    limit: { type: 'string' },
    work: { type: 'string', default: join(tmpdir(), 'serverless-pattern-moves') },
    /** Runs each command through another, such as `nice`. */
    through: { type: 'string' },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

const localCloud = readFileSync(join(packageRoot(), 'dist', 'local-cloud.mjs'));
const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
const titles = flags.only?.split(',');
const moves = everyMove()
  .filter(({ title }) => titles === undefined || titles.includes(title))
  .slice(0, flags.limit === undefined ? undefined : Number(flags.limit));
const unknown = titles?.filter((title) => !moves.some((move) => move.title === title)) ?? [];
if (unknown.length > 0) throw new Error(`There is no move ${unknown.join(', ')}; --list names them.`);

let installed: string | undefined;

if (flags.list) {
  for (const { title } of moves) console.log(title);
} else {
  process.exitCode = (await testAll()) === 0 ? 0 : 1;
}

async function testAll(): Promise<number> {
  mkdirSync(flags.work, { recursive: true });
  const file = join(flags.work, 'report.ndjson');
  if (flags.fresh) rmSync(file, { force: true });
  const report = openReport(file);
  let failures = 0;
  for (const [index, move] of moves.entries()) {
    const result = await testOne(move, report.passed);
    if (result) report.add(result);
    if (result?.failure) failures += 1;
    console.log(`${index + 1}/${moves.length} ${move.title}: ${outcomeOf(result)}`);
  }
  console.log(failures === 0 ? 'All passed.' : `${failures} of ${moves.length} failed.`);
  return failures;
}

/** How a move went; `undefined` when what it gives has passed before. */
async function testOne(move: Move, passed: (digest: string) => boolean): Promise<Result | undefined> {
  const folder = join(flags.work, 'project', 'shop');
  rmSync(folder, { recursive: true, force: true });
  await makeProject(folder, move);
  const marks = makeEdits(folder);
  const cli = join(packageRoot(), 'bin', 'create-serverless-pattern.js');
  const argv = [cli, 'upgrade', ...move.flags, '--yes', '--accept', 'all'];
  const upgraded = await run(process.execPath, argv, folder);
  const files = [...readTree(localDisk, folder).tree].filter(
    ([path]) => !path.startsWith(`${recordFolder}/`),
  );
  const row = { move: move.title, ...move.from };
  const digest = digestOf(files);
  if (passed(digest)) return undefined;
  const failed = (step: string, output: string): Result => ({
    digest,
    row,
    passed: false,
    seconds: {},
    failure: { step, output },
  });
  if (upgraded.code !== 0) return failed('upgrade', upgraded.output);
  const texts = files.map(([, { content }]) => Buffer.from(content).toString('utf8'));
  const lost = marks.filter((mark) => !texts.some((text) => text.includes(mark)));
  if (lost.length > 0) return failed('upgrade', `Lost: ${lost.join(', ')}`);
  const checked = join(flags.work, installKey(new Map(files)));
  // Moves to one pattern follow each other and share their packages; those of another are not kept.
  if (installed !== undefined && installed !== checked) rmSync(installed, { recursive: true, force: true });
  installed = checked;
  writeProject(checked, new Map(files));
  const steps = await runSteps(checked, 'npm', flags.through);
  return { digest, row, passed: steps.failure === undefined, ...steps };
}

async function makeProject(folder: string, { generation, from }: Move): Promise<void> {
  if (generation === 1) return writeFirst(folder, from);
  const answers = answersOf(from);
  writeProject(folder, withRecord(render(answers, localCloud), { answers, cli: version }));
}

function outcomeOf(result: Result | undefined): string {
  if (!result) return 'passed before';
  const times = Object.entries(result.seconds).map(([step, taken]) => `${step} ${taken} s`);
  const text = `${result.passed ? 'passed' : `FAILED in ${result.failure?.step}`} (${times.join(', ')})`;
  return result.failure ? `${text}\n${result.failure.output}` : text;
}
