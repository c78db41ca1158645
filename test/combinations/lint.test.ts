import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { intakes } from '../../src/generate/intakes.ts';
import { patterns } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { allPairs, drawnRows } from './all-pairs.ts';
import { answersOf, type Row } from './values.ts';

const biome = join(packageRoot(), 'node_modules', '.bin', 'biome');
const program = Buffer.from('export {};\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What `npm run lint` of a project says; nothing when it passes. */
function faultsOf(row: Row, name: string): string[] {
  const project = join(folder, name);
  for (const [path, { content }] of render(answersOf(row), program)) {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const argv = ['check', '--error-on-warnings', '--colors=off'];
  const { status, stdout, stderr } = spawnSync(biome, argv, { cwd: project, encoding: 'utf8' });
  return status === 0 ? [] : [`${JSON.stringify(row)}\n${stdout}${stderr}`];
}

/** One project of each intake, whose workers share little. */
function eachIntake(): Row[] {
  const byIntake = new Map<unknown, Row>();
  for (const row of drawnRows('storage-first')) {
    if (!byIntake.has(row.intake)) byIntake.set(row.intake, row);
    if (byIntake.size === intakes.length) break;
  }
  return [...byIntake.values()];
}

/**
 * By night every pair of values, in all projects and in those of each pattern; by day one project of each pattern and each
 * intake, drawn.
 */
function rows(): Row[] {
  const names = patterns.map(({ slug }) => slug);
  const drawn = [...names.map((pattern) => drawnRows(pattern).next().value), ...eachIntake()];
  if (process.env.MATRIX !== 'full') return drawn;
  const all = [...drawn, ...allPairs(), ...names.flatMap((pattern) => allPairs(pattern))];
  return [...new Map(all.map((row) => [JSON.stringify(row), row])).values()];
}

it('projects pass their own lint', { timeout: 1_800_000 }, () => {
  const linted = rows();
  expect(new Set(linted.map(({ pattern }) => pattern)).size).toBe(patterns.length);
  expect(new Set(linted.flatMap(({ intake }) => intake ?? [])).size).toBe(intakes.length);
  expect(linted.flatMap((row, index) => faultsOf(row, String(index)))).toEqual([]);
});
