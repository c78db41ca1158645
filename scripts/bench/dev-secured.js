/**
 * `npm run dev` of a pattern 7 with everything in it: milliseconds to the first 200 with synth and with everything cached,
 * from a save to the first answer of the new code, and megabytes of the whole process tree. Each time also as a ratio to a bare
 * "node -e 0" of the same run. The project is generated and installed in a temporary folder.
 *
 *   node scripts/bench/dev-secured.js [turns]
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proportionalOf } from './process-tree.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const turns = Number(process.argv[2] ?? 5);
const edits = 15;
const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));
const project = join(folder, 'shop');
const key = `local-editor.${'this-machine-only'.padEnd(43, '-')}`;
const edited = join(project, 'services/orders/handlers/list.ts');

try {
  generate();
  const times = { bare: [], synth: [], cached: [], reload: [] };
  // The site is built once: only its first start of all waits for that.
  await running(async () => {});
  for (let turn = 0; turn < turns; turn += 1) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    times.bare.push(performance.now() - started);
    rmSync(join(project, 'node_modules', '.cache'), { recursive: true, force: true });
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    times.synth.push(await running(async () => {}));
    times.cached.push(await running(async () => {}));
  }
  let megabytes = 0;
  await running(async (site, child) => {
    await everyRoute(site);
    for (let number = 1; number <= edits; number += 1) times.reload.push(await reload(site, number));
    megabytes = proportionalOf(child.pid);
  });
  const bare = median(times.bare);
  const say = (what, list, bar) =>
    console.log(
      `${what}: ${median(list).toFixed(0)} ms, ${(median(list) / bare).toFixed(1)} times node -e 0 (bar: ${bar} ms)`,
    );
  console.log(`node -e 0: ${bare.toFixed(0)} ms`);
  say('first 200 with synth', times.synth, 2000);
  say('first 200 cached', times.cached, 800);
  say('save to new answer', times.reload, 100);
  console.log(
    `memory of all processes, the site's dev server included: ${megabytes.toFixed(0)} MB (bar: 350 MB)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function generate() {
  const bin = join(root, 'bin', 'create-serverless-pattern.js');
  const edge = 'secure-site,security-headers,ab-testing,rollout';
  const choices = ['--pattern', 'secured', '--auth', 'both', '--edge', edge, '--yes', '--no-git'];
  execFileSync(process.execPath, [bin, 'shop', ...choices], { cwd: folder, stdio: 'ignore' });
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** Starts the local cloud, waits for its first 200, and ends it after `work`. Gives the milliseconds to that 200. */
async function running(work) {
  const started = performance.now();
  const child = spawn(process.execPath, ['dev/local-cloud.mjs', '--port', '0'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const site = await new Promise((done, fail) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const found = /distribution\s+(http:\/\/\S+)/.exec(text)?.[1];
        if (found) done(found);
      });
      child.on('exit', (code) => fail(new Error(`dev ended with ${code}: ${text}`)));
    });
    const { status } = await ask(`${site}/api/orders`);
    if (status !== 200) throw new Error(`GET /api/orders answered ${status}`);
    const took = performance.now() - started;
    await work(site, child);
    return took;
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
}

async function ask(url, method = 'GET', body = undefined) {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: body && JSON.stringify(body),
    redirect: 'manual',
  });
  return { status: answer.status, text: await answer.text() };
}

/** So that each function, of the API and at the edge, has run. */
async function everyRoute(site) {
  const orders = `${site}/api/orders`;
  const order = { customerId: 'c-1', items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }] };
  const { id, version } = JSON.parse((await ask(orders, 'POST', order)).text);
  const statuses = [
    (await ask(`${orders}/${id}`)).status,
    (await ask(`${orders}/${id}`, 'PUT', { ...order, version })).status,
    (await ask(`${orders}/${id}`, 'DELETE')).status,
    // Nobody is signed in, so that the edge leads to the login.
    (await fetch(`${site}/`, { redirect: 'manual', headers: { accept: 'text/html' } })).status,
  ];
  if (String(statuses) !== '200,200,204,302') throw new Error(`routes answered ${statuses}`);
}

/** Milliseconds from a save of a handler to the first answer of the new code. */
async function reload(site, number) {
  const source = readFileSync(edited, 'utf8').replace(/status: \d+/, `status: ${200 + number}`);
  const started = performance.now();
  writeFileSync(edited, source);
  while ((await ask(`${site}/api/orders`)).status !== 200 + number) {
    if (performance.now() - started > 20_000) throw new Error('the new code never answered');
    await new Promise((done) => setTimeout(done, 2));
  }
  const took = performance.now() - started;
  await new Promise((done) => setTimeout(done, 500));
  return took;
}
