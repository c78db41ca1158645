/** serverless-offline (with osls), which the local cloud is measured against: installed once, for all benchmarks. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const tools = join(root, 'test', '.tools', 'bench-local');
const packages = { 'serverless-offline': '14.8.2', osls: '4.3.1' };

/** What it prints once it listens, with its address. */
export const offlineReady = /Server ready: (http:\S+)/;

/** Where a function is in a project, and what else its environment has to say. */
export const offlineEnvironment = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', CI: '1' };

/** Makes it a package of a project that has a `node_modules` folder. */
export function linkServerlessOffline(project) {
  if (!existsSync(join(tools, 'node_modules', 'serverless-offline'))) install();
  symlinkSync(
    join(tools, 'node_modules', 'serverless-offline'),
    join(project, 'node_modules', 'serverless-offline'),
    'junction',
  );
}

/** The arguments of Node.js that start it in a project, on free ports. */
export async function offlineArguments(...more) {
  return [
    join(tools, 'node_modules', 'osls', 'bin', 'serverless.js'),
    'offline',
    '--httpPort',
    await freePort(),
    '--lambdaPort',
    await freePort(),
    '--noPrependStageInUrl',
    '--host',
    '127.0.0.1',
    ...more,
  ];
}

function install() {
  console.log(`Installing serverless-offline and osls into ${tools} (about 140 MB, once).`);
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'], {
    cwd: tools,
    stdio: 'ignore',
  });
}

/** A port that is free now. */
function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(String(port)));
    });
  });
}
