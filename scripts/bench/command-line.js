/**
 * Start-up and scaffolding, as ratios to a bare "node -e 0" measured in the same run, turn by turn: absolute times depend
 * on the machine and on what else it does. Needs dist/ (npm run build).
 *
 *   node scripts/bench/command-line.js [turns]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bin = join(root, 'bin', 'create-serverless-pattern.js');
const turns = Number(process.argv[2] ?? 21);
const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));
let count = 0;

const cases = {
  'node -e 0': () => ['-e', '0'],
  '--version': () => [bin, '--version'],
  '--help': () => [bin, '--help'],
  'scaffold, no install': () => {
    count += 1;
    return [bin, `project-${count}`, '--pattern', 'api', '--yes', '--no-install', '--no-git'];
  },
};
const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));

try {
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [name, argv] of Object.entries(cases)) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(process.execPath, argv(), { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} exited ${status}: ${stderr}`);
      // The first turn fills the caches of the file system.
      if (turn > 0) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const bare = median(times['node -e 0']);
  for (const [name, measured] of Object.entries(times)) {
    const ratio = (median(measured) / bare).toFixed(2);
    console.log(`${name.padEnd(22)} ${ratio.padStart(6)} x bare node  (${median(measured).toFixed(0)} ms)`);
  }
  console.log(`${filesIn(join(folder, 'project-1'))} files in the project`);
  console.log(`${Math.round(bytesIn(join(root, 'dist')) / 1000)} kB in dist/`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function entriesIn(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
}

function filesIn(path) {
  return entriesIn(path).length;
}

function bytesIn(path) {
  return entriesIn(path).reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
