/**
 * Generating pattern 1 without install against create-vite, side by side in one run: milliseconds of the whole process,
 * and a file. create-vite is installed into a temporary folder first.
 *
 *   node scripts/bench/create-vite.js [turns]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const turns = Number(process.argv[2] ?? 11);
const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));

try {
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'create-vite@9.3.0'], {
    stdio: 'ignore',
  });
  const rivals = {
    'create-serverless-pattern': (name) => [
      join(root, 'bin', 'create-serverless-pattern.js'),
      ...[name, '--pattern', 'api', '--yes', '--no-install', '--no-git'],
    ],
    'create-vite': (name) => [
      join(folder, 'node_modules', 'create-vite', 'index.js'),
      ...[name, '--template', 'react-ts', '--no-interactive'],
    ],
  };
  const times = Object.fromEntries(Object.keys(rivals).map((name) => [name, []]));
  const files = {};
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [name, argv] of Object.entries(rivals)) {
      const project = `${name}-${turn}`;
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, argv(project), {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
      // The first turn warms the disk's cache.
      if (turn > 0) times[name].push(performance.now() - started);
      files[name] = readdirSync(join(folder, project), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile(),
      ).length;
    }
  }
  const median = (name) => times[name].sort((a, b) => a - b)[Math.floor(turns / 2)];
  for (const name of Object.keys(rivals)) {
    const all = median(name);
    console.log(
      `${name}: ${all.toFixed(0)} ms, ${files[name]} files, ${(all / files[name]).toFixed(2)} ms a file`,
    );
  }
  const perFile = (name) => median(name) / files[name];
  const ratio = perFile('create-serverless-pattern') / perFile('create-vite');
  console.log(`a file of ours costs ${ratio.toFixed(2)} times one of create-vite (bar: at most 1)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
