/**
 * `npm run dev` of a pattern 7 with everything in it: milliseconds to the first 200 with synth and with everything cached,
 * from a save to the first answer of the new code, and megabytes of the whole process tree. The times are also given as
 * ratios to what serverless-offline takes in the same run for one function that reads one item, without a synth or any
 * service of AWS: a machine that is slow is slow for both. The bars are the ratios of the quiet machine where they were
 * set, at which serverless-offline took 1,937 ms to its first 200 and 257 ms to answer after a save.
 * The project is generated and installed in a temporary folder.
 *
 *   node scripts/bench/dev-secured.js [turns] [rest|http]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillItems, itemsEnvironment, writeItemsProject } from './items-project.js';
import { proportionalOf } from './process-tree.js';
import { endServers, startServer } from './server-process.js';
import { offlineArguments, offlineEnvironment, offlineReady } from './serverless-offline.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const turns = Number(process.argv[2] ?? 5);
/** The kind of API: the default of the pattern, behind its web ACL, or the one without. */
const api = process.argv[3] ?? 'rest';
const edits = 15;
/** Milliseconds that the bars ask for, and those of serverless-offline on the machine where they were set. */
const bars = { synth: 2000 / 1937, cached: 800 / 1937, reload: 100 / 257, megabytes: 350 };
const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));
const project = join(folder, 'shop');
const rival = join(folder, 'items');
const key = `local-editor.${'this-machine-only'.padEnd(43, '-')}`;
const ours = {
  edited: join(project, 'services/orders/handlers/list.ts'),
  status: /status: \d+/,
  statusOf: (number) => `status: ${number}`,
  ask: async (site) => (await ask(`${site}/api/orders`)).status,
};
const theirs = {
  edited: join(rival, 'dist/get/index.js'),
  status: /Item \? \d+ : 404/,
  statusOf: (number) => `Item ? ${number} : 404`,
  ask: async (site) => (await fetch(`${site}/items/1`)).status,
};

let store;
try {
  generate();
  mkdirSync(rival);
  writeItemsProject(rival);
  store = await startServer({ name: 'store', argv: ['store.js'], cwd: rival, ready: /(http:\S+)/ });
  await fillItems(store.url);
  const times = { synth: [], cached: [], reload: [] };
  const offline = { start: [], reload: [] };
  // Only the first start of all builds the site, and has Vite bundle the packages of the site, which costs it 160 MB.
  await running(sitePackages);
  for (let turn = 0; turn < turns; turn += 1) {
    rmSync(join(project, 'node_modules', '.cache'), { recursive: true, force: true });
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    times.synth.push(await running(async () => {}));
    times.cached.push(await running(async () => {}));
    offline.start.push(await runningOffline(async () => {}));
  }
  let megabytes = 0;
  await running(async (site, child) => {
    await everyRoute(site);
    await runningOffline(async (url) => {
      for (let number = 1; number <= edits; number += 1) {
        times.reload.push(await reload(ours, site, number));
        offline.reload.push(await reload(theirs, url, number));
      }
    }, '--reloadHandler');
    megabytes = proportionalOf(child.pid);
  });
  const say = (what, list, others, bar) => {
    const ratio = median(list) / median(others);
    console.log(
      `${what}: ${median(list).toFixed(0)} ms, ${ratio.toFixed(2)} times serverless-offline's ${median(others).toFixed(0)} ms (bar: ${bar.toFixed(2)})`,
    );
  };
  say('first 200 with synth', times.synth, offline.start, bars.synth);
  say('first 200 cached', times.cached, offline.start, bars.cached);
  say('save to new answer', times.reload, offline.reload, bars.reload);
  console.log(
    `memory of all processes, the site's dev server included: ${megabytes.toFixed(0)} MB (bar: ${bars.megabytes} MB)`,
  );
} finally {
  if (store) await endServers(store);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function generate() {
  const bin = join(root, 'bin', 'create-serverless-pattern.js');
  const edge = 'secure-site,security-headers,ab-testing,rollout';
  const lock = api === 'http' ? 'none' : 'waf';
  const choices = [
    '--pattern',
    'secured',
    '--auth',
    'both',
    '--edge',
    edge,
    '--api',
    api,
    '--origin-lock',
    lock,
  ];
  execFileSync(process.execPath, [bin, 'shop', ...choices, '--yes', '--no-git'], {
    cwd: folder,
    stdio: 'ignore',
  });
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** Starts the local cloud, waits for its first 200, and ends it after `work`. Gives the milliseconds to that 200. */
function running(work) {
  const argv = ['dev/local-cloud.mjs', '--port', '0'];
  const ready = /distribution\s+(http:\/\/\S+)/;
  return firstAnswer({ name: 'dev', argv, cwd: project, ready }, ours, work);
}

/** The same of serverless-offline, with arguments of its own. */
async function runningOffline(work, ...more) {
  const argv = await offlineArguments(...more);
  const env = { ...itemsEnvironment(store.url), ...offlineEnvironment };
  return firstAnswer(
    { name: 'serverless-offline', argv, cwd: rival, ready: offlineReady, env },
    theirs,
    work,
  );
}

async function firstAnswer(command, { ask }, work) {
  const started = performance.now();
  const server = await startServer(command);
  try {
    const status = await ask(server.url);
    if (status !== 200) throw new Error(`${command.name} answered ${status}`);
    const took = performance.now() - started;
    await work(server.url, server.child);
    return took;
  } finally {
    server.child.removeAllListeners('exit');
    await endServers(server);
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

/** Waits until Vite has bundled the packages of the site. */
async function sitePackages() {
  const bundled = join(project, 'web/node_modules/.vite/deps/_metadata.json');
  const end = performance.now() + 60_000;
  while (!existsSync(bundled)) {
    if (performance.now() > end) throw new Error(`Vite never wrote ${bundled}`);
    await new Promise((done) => setTimeout(done, 100));
  }
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
async function reload({ edited, status, statusOf, ask }, site, number) {
  const source = readFileSync(edited, 'utf8').replace(status, statusOf(200 + number));
  const started = performance.now();
  writeFileSync(edited, source);
  while ((await ask(site)) !== 200 + number) {
    if (performance.now() - started > 20_000) throw new Error('the new code never answered');
    await new Promise((done) => setTimeout(done, 2));
  }
  const took = performance.now() - started;
  await new Promise((done) => setTimeout(done, 500));
  return took;
}
