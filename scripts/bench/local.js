/**
 * `GET /items/{id}` through the local cloud, through serverless-offline (with osls) and through a bare node:http server: the
 * same bundle, the same dynalite in a process of its own, turn by turn in one run, at 1 and at 8 connections. The client is
 * ours: node:http with kept connections, the next request of a connection after the answer to the last.
 *
 *   node scripts/bench/local.js [rounds] [seconds a turn]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillItems, items, itemsEnvironment, writeItemsConfig, writeItemsProject } from './items-project.js';
import { cpuOf, residentOf } from './process-tree.js';
import { endServers, startServer } from './server-process.js';
import { offlineArguments, offlineEnvironment, offlineReady } from './serverless-offline.js';

const rounds = Number(process.argv[2] ?? 25);
const seconds = Number(process.argv[3] ?? 1);
/**
 * What is measured, in this order, each after so many more requests to each server. V8 optimises a small function after some
 * 4500 calls, on threads of its own whose CPU counts too. Several connections share theirs out among the environments of the
 * function, one connection stays in one of them. serverless-offline waits longer the more it has answered, 5 ms for one of
 * the first requests and 16 ms for one after 9000: the first phase has its requests a second at their best.
 */
const phases = [
  { connections: 1, warmUp: 1000 },
  { connections: 1, warmUp: 9000 },
  { connections: 8, warmUp: 4000 },
];
/** Requests of one server in a row while they warm up: V8 drops what it optimised in a server that is left idle for long. */
const spell = 500;

const cwd = mkdtempSync(join(tmpdir(), 'csp-bench-'));
const started = [];
const start = async (server) => {
  started.push(await startServer({ cwd, ...server }));
  return started.at(-1);
};
try {
  writeItemsProject(cwd);
  const store = await start({ name: 'store', argv: ['store.js'], ready: /(http:\S+)/ });
  const env = itemsEnvironment(store.url);
  writeItemsConfig(cwd, env);
  await fillItems(store.url);
  const ours = await start({
    name: 'local cloud',
    argv: ['dev/local-cloud.mjs', '--port', '0'],
    ready: /API\s+(http:\S+)/,
  });
  const bare = await start({ name: 'node:http', argv: ['bare.js'], ready: /(http:\S+)/, env });
  const offline = await start({
    name: 'serverless-offline',
    argv: await offlineArguments(),
    ready: offlineReady,
    env: { ...env, ...offlineEnvironment },
  });
  const servers = [ours, offline, bare];
  for (const { connections, warmUp } of phases) {
    await warm(servers, connections, warmUp);
    const results = new Map(servers.map((server) => [server, []]));
    for (let round = 0; round < rounds; round += 1) {
      // Another one begins each time, so that none has the quiet moments to itself.
      for (let at = 0; at < servers.length; at += 1) {
        const server = servers[(round + at) % servers.length];
        results.get(server).push(await turn(server, connections, seconds));
      }
    }
    report(
      `${connections} connection${connections > 1 ? 's' : ''}, ${warmUp} requests later`,
      results,
      servers,
    );
  }
  for (const { name, child } of servers)
    console.log(`${name}: ${residentOf(child.pid).toFixed(0)} MB resident`);
} finally {
  await endServers(...started);
  rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
}

/** Until V8 has optimised all that the requests run through, in each environment of the function; by turns, as it goes on. */
async function warm(servers, connections, requests) {
  for (let done = 0; done < requests; done += spell) {
    for (const { name, url } of servers) {
      const agent = new Agent({ keepAlive: true, maxSockets: connections });
      await drive({ name, url, connections, agent, until: (count) => count >= spell });
      agent.destroy();
    }
  }
}

/** One turn of one server: requests a second, milliseconds and CPU milliseconds a request. */
async function turn({ name, url, child }, connections, duration) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const cpu = cpuOf(child.pid);
  const started = performance.now();
  const end = started + duration * 1000;
  const times = await drive({ name, url, connections, agent, until: () => performance.now() >= end });
  const elapsed = performance.now() - started;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    rate: (times.length / elapsed) * 1000,
    p50: times[Math.floor(times.length * 0.5)],
    p99: times[Math.floor(times.length * 0.99)],
    cpu: (cpuOf(child.pid) - cpu) / times.length,
  };
}

/** Asks on all connections until it is enough. Gives the milliseconds of each request. */
async function drive({ name, url, connections, agent, until }) {
  const times = [];
  let count = 0;
  const connection = async () => {
    while (!until(count)) {
      const id = count++ % items;
      const sent = performance.now();
      const { status, text } = await get(`${url}/items/${id}`, agent);
      if (status !== 200 || !text.includes(`item ${id}"`)) throw new Error(`${name}: ${status} ${text}`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return times;
}

function get(url, agent) {
  return new Promise((done, fail) => {
    const asked = request(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => done({ status: response.statusCode, text }));
    });
    asked.on('error', fail);
    asked.end();
  });
}

function report(title, results, [ours, offline, bare]) {
  console.log(`\n${title}: medians of ${rounds} turns of ${seconds} s`);
  for (const [{ name }, turns] of results) {
    const of = (key, digits = 1) => median(turns.map((one) => one[key])).toFixed(digits);
    console.log(
      `  ${name}: ${of('rate', 0)} requests/s, p50 ${of('p50')} ms, p99 ${of('p99')} ms, CPU ${of('cpu', 2)} ms a request`,
    );
  }
  const ratio = (key, one, other) =>
    median(results.get(one).map((turnOfOne, at) => turnOfOne[key] / results.get(other)[at][key])).toFixed(2);
  console.log(
    `  against serverless-offline: ${ratio('rate', ours, offline)} times the requests (bar: at least 1.5), ${ratio('cpu', ours, offline)} times the CPU (bar: at most 0.7)`,
  );
  console.log(
    `  of the bound: ${ratio('rate', ours, bare)} times the requests, ${ratio('cpu', ours, bare)} times the CPU`,
  );
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
