/**
 * Builds the command line, generates a project into ./demo, installs and starts it, and prints what to try.
 * Options are passed on: npm run demo -- --pattern api --api rest
 *
 * A folder ./demo is replaced only when an earlier demo made it and nobody has edited it since.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const demo = join(root, 'demo');
const next = join(root, '.demo-next');
const marker = '.made-by-demo';
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

refuseForeign();
run(process.execPath, [join(root, 'scripts', 'build.js')], root);
generate();
replaceDemo();
run(npm, ['install', '--no-fund', '--no-audit'], demo);
start();

/** Stops with one sentence when ./demo is somebody's work. */
function refuseForeign() {
  if (!existsSync(demo)) return;
  if (!existsSync(join(demo, marker))) {
    stop(3, './demo was not made by "npm run demo". Move it away or rename it, then run the command again.');
  }
  const edited = editedFiles();
  if (edited.length > 0) {
    stop(
      3,
      `./demo has files edited since: ${edited.join(', ')}. Rename the folder to keep them, or delete it.`,
    );
  }
}

/** Paths whose content is no longer what the demo generated. */
function editedFiles() {
  return readFileSync(join(demo, marker), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ hash: line.slice(0, 64), path: line.slice(65) }))
    .filter(({ hash, path }) => existsSync(join(demo, path)) && sha256(join(demo, path)) !== hash)
    .map(({ path }) => path);
}

function generate() {
  rmSync(next, { recursive: true, force: true });
  const options = process.argv.slice(2);
  const pattern = options.some((option) => /^--(pattern|answers)(=|$)/.test(option))
    ? []
    : ['--pattern', 'api'];
  const argv = [
    next,
    '--name',
    'demo',
    ...pattern,
    ...options,
    '--yes',
    '--no-install',
    '--no-git',
    '--json',
  ];
  const cli = spawnSync(process.execPath, [join(root, 'bin', 'create-serverless-pattern.js'), ...argv], {
    encoding: 'utf8',
    cwd: root,
  });
  if (cli.status !== 0) {
    const message = parse(cli.stdout)?.error?.message ?? cli.stderr;
    stop(cli.status ?? 1, message.trim());
  }
  const paths = JSON.parse(cli.stdout).files.map(({ path }) => path);
  writeFileSync(join(next, marker), paths.map((path) => `${sha256(join(next, path))} ${path}\n`).join(''));
}

/** Swaps the new project in and keeps what was installed, so that a second demo starts sooner. */
function replaceDemo() {
  for (const kept of ['node_modules', 'package-lock.json']) {
    if (existsSync(join(demo, kept))) renameSync(join(demo, kept), join(next, kept));
  }
  rmSync(demo, { recursive: true, force: true });
  mkdirSync(dirname(demo), { recursive: true });
  renameSync(next, demo);
}

/** Runs `npm run dev` and adds three lines to try once the API has its URL. */
function start() {
  const dev = spawn(npm, ['run', 'dev'], { cwd: demo, stdio: ['inherit', 'pipe', 'inherit'] });
  let text = '';
  let told = false;
  dev.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    text += told ? '' : chunk;
    const url = /API\b.*?(http:\/\/127\.0\.0\.1:\d+\S*)/.exec(text)?.[1];
    if (told || !url || !text.endsWith('\n')) return;
    told = true;
    const orders = `${url.replace(/\/$/, '')}/orders`;
    const order = `'{"customerId":"c-1","items":[{"sku":"tea","quantity":2,"unitPriceCents":450}]}'`;
    console.log('\nTry it:');
    console.log(
      `  curl -i ${orders} -H 'content-type: application/json' -H 'idempotency-key: first' -d ${order}`,
    );
    console.log(`  curl -i ${orders}`);
    console.log(`  curl -i ${orders}/no-such-order\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => dev.kill(signal));
  dev.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
}

function run(command, argv, cwd) {
  const { status } = spawnSync(command, argv, { cwd, stdio: 'inherit' });
  if (status !== 0) stop(4, `"${[command, ...argv].join(' ')}" failed.`);
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stop(code, message) {
  console.error(message);
  process.exit(code);
}
