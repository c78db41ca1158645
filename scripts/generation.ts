/**
 * Keeps a generation of the templates in history/, so that later versions know what a project was made from: the base
 * of an upgrade when a project's own record is damaged.
 *
 *   npm run generation -- 1 v0.1.0     what a commit renders
 *   npm run generation -- 2            what the work tree renders
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/generate/templates-root.ts';
import { snapshotOf } from './generation/snapshot.ts';
import { writeSums } from './generation/sums.ts';

const [generation = '', commit] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(generation)) {
  console.error(
    'Name the generation, and a commit unless the work tree is meant: npm run generation -- 1 v0.1.0',
  );
  process.exit(2);
}
const root = packageRoot();
const checkout = commit === undefined ? undefined : mkdtempSync(join(tmpdir(), 'generation-'));
try {
  if (checkout) {
    const parts = ['package.json', 'src/generate', 'templates'];
    const archive = execFileSync('git', ['archive', commit!, ...parts], { cwd: root, maxBuffer: 1 << 28 });
    execFileSync('tar', ['-x', '-C', checkout], { input: archive });
  }
  const folder = checkout ?? root;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const snapshot = await snapshotOf(folder);
  const file = join('history', `${generation}-${version}.mjs.br`);
  mkdirSync(join(root, 'history'), { recursive: true });
  writeFileSync(join(root, file), snapshot);
  writeSums();
  console.log(`${file}: ${Math.round(snapshot.length / 1000)} kB`);
} finally {
  if (checkout) rmSync(checkout, { recursive: true, force: true });
}
