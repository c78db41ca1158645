/**
 * `GET /items/{id}` through the local cloud, through serverless-offline (with osls) and through a bare node:http server: the
 * same bundle, the same dynalite in a process of its own, turn by turn in one run, at 1 and at 8 connections. The client is
 * ours: node:http with kept connections, the next request of a connection after the answer to the last.
 *
 *   node scripts/bench/local.js [rounds] [seconds a turn]
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuOf, residentOf } from './process-tree.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 3);
const items = 100;
const warmUp = 2000;
// Said once for each process of the SDK, which has nothing to do with what is measured.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const rivals = { 'serverless-offline': '14.8.2', osls: '4.3.1' };

const tools = join(root, 'test', '.tools', 'bench-local');
if (!existsSync(join(tools, 'node_modules', 'serverless-offline'))) {
  console.log(`Installing serverless-offline and osls into ${tools} (about 140 MB, once).`);
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ private: true, dependencies: rivals }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'], {
    cwd: tools,
    stdio: 'ignore',
  });
}

const folder = mkdtempSync(join(tmpdir(), 'csp-bench-'));
const children = [];
try {
  prepare();
  const store = await start('store', process.execPath, ['store.js'], /(http:\S+)/);
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: store.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  writeConfig(env);
  await fill(store.url);
  const ours = await start(
    'local cloud',
    process.execPath,
    ['dev/local-cloud.mjs', '--port', '0'],
    /API\s+(http:\S+)/,
  );
  const bare = await start('node:http', process.execPath, ['bare.js'], /(http:\S+)/, env);
  const port = await freePort();
  const osls = join(tools, 'node_modules', 'osls', 'bin', 'serverless.js');
  const offline = await start(
    'serverless-offline',
    process.execPath,
    [
      osls,
      'offline',
      '--httpPort',
      port,
      '--lambdaPort',
      await freePort(),
      '--noPrependStageInUrl',
      '--host',
      '127.0.0.1',
    ],
    /Server ready: (http:\S+)/,
    { ...env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', CI: '1' },
  );
  const servers = [ours, offline, bare];
  // Until V8 has optimised all that the requests run through, in each environment of the function.
  for (const server of servers) for (const connections of [8, 1]) await warm(server, connections);
  for (const connections of [1, 8]) {
    const results = new Map(servers.map((server) => [server, []]));
    for (let round = 0; round < rounds; round += 1) {
      // Another one begins each time, so that none has the quiet moments to itself.
      for (let at = 0; at < servers.length; at += 1) {
        const server = servers[(round + at) % servers.length];
        results.get(server).push(await turn(server, connections, seconds));
      }
    }
    report(connections, results, { ours, offline, bare });
  }
  for (const { name, child } of servers)
    console.log(`${name}: ${residentOf(child.pid).toFixed(0)} MB resident`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map(
      (child) => child.exitCode ?? child.signalCode ?? new Promise((done) => child.once('exit', done)),
    ),
  );
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The fixture with the packages of this repository, the rivals and the local cloud's program. */
function prepare() {
  cpSync(join(root, 'scripts', 'bench', 'local'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  symlinkSync(
    join(tools, 'node_modules', 'serverless-offline'),
    join(folder, 'node_modules', 'serverless-offline'),
    'junction',
  );
  mkdirSync(join(folder, 'dev'));
  cpSync(join(root, 'dist', 'local-cloud.mjs'), join(folder, 'dev', 'local-cloud.mjs'));
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { build } from 'esbuild'; import { options } from '${join(folder, 'build.mjs')}'; await build(options());`,
    ],
    { cwd: root },
  );
  // CommonJS in a project of ES modules.
  writeFileSync(join(folder, 'dist', 'package.json'), '{ "type": "commonjs" }');
}

function writeConfig(env) {
  writeFileSync(join(folder, 'dev', 'config.ts'), `export default { env: ${JSON.stringify(env)} };\n`);
}

/** Starts a server; resolves with its URL once it says it. */
function start(name, command, argv, pattern, env = {}) {
  const child = spawn(command, argv, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return new Promise((done, fail) => {
    let text = '';
    const read = (chunk) => {
      text += chunk;
      const url = pattern.exec(text)?.[1];
      if (url) done({ name, child, url: url.replace(/\/$/, '') });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => fail(new Error(`${name} ended with ${code}: ${text}`)));
  });
}

async function fill(endpoint) {
  const { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } = await import(
    '@aws-sdk/client-dynamodb'
  );
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: 'items',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.1 }, { TableName: 'items' });
  for (let id = 0; id < items; id += 1)
    await client.send(
      new PutItemCommand({ TableName: 'items', Item: { id: { S: String(id) }, name: { S: `item ${id}` } } }),
    );
  client.destroy();
}

function warm({ name, url }, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return drive({ name, url, connections, agent, until: (count) => count >= warmUp }).finally(() =>
    agent.destroy(),
  );
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

function report(connections, results, { ours, offline, bare }) {
  console.log(
    `\n${connections} connection${connections > 1 ? 's' : ''}, medians of ${rounds} turns of ${seconds} s:`,
  );
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

/** A port that is free now. */
function freePort() {
  return import('node:net').then(
    ({ createServer }) =>
      new Promise((done) => {
        const server = createServer();
        server.listen(0, '127.0.0.1', () => {
          const { port } = server.address();
          server.close(() => done(String(port)));
        });
      }),
  );
}
