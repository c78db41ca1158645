/**
 * From `npm run dev` to the first 200 of a fresh pattern 1, with synth and with everything cached, and as a ratio to a bare
 * "node -e 0" of the same run. The project is generated and installed in a temporary folder.
 *
 *   node scripts/bench/dev-start.js [turns]
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const turns = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));
const project = join(folder, 'shop');

try {
  const bin = join(root, 'bin', 'create-serverless-pattern.js');
  execFileSync(process.execPath, [bin, 'shop', '--pattern', 'api', '--yes', '--no-git'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const times = { bare: [], synth: [], cached: [] };
  for (let turn = 0; turn < turns; turn += 1) {
    times.bare.push(timeOf(() => spawnSync(process.execPath, ['-e', '0'])));
    rmSync(join(project, 'node_modules', '.cache'), { recursive: true, force: true });
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    times.synth.push(await firstAnswer());
    times.cached.push(await firstAnswer());
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const bare = median(times.bare);
  console.log(`node -e 0: ${bare.toFixed(0)} ms`);
  console.log(
    `first 200 with synth: ${median(times.synth).toFixed(0)} ms, ${(median(times.synth) / bare).toFixed(1)} times (bar: 2500 ms)`,
  );
  console.log(
    `first 200 cached: ${median(times.cached).toFixed(0)} ms, ${(median(times.cached) / bare).toFixed(1)} times (bar: 1000 ms)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timeOf(action) {
  const started = performance.now();
  action();
  return performance.now() - started;
}

/** Milliseconds from the start of the process to the first 200 of `GET /orders`. */
async function firstAnswer() {
  const started = performance.now();
  const child = spawn(process.execPath, ['dev/local-cloud.mjs', '--port', '0'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const url = await new Promise((done, fail) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const found = /API\s+(http:\/\/\S+)/.exec(text)?.[1];
        if (found) done(found);
      });
      child.on('exit', (code) => fail(new Error(`dev ended with ${code}: ${text}`)));
    });
    const answer = await fetch(`${url}/orders`);
    if (answer.status !== 200) throw new Error(`GET /orders answered ${answer.status}`);
    return performance.now() - started;
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
}
