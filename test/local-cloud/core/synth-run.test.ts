import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AppRun, runApp } from '../../../src/local-cloud/project/synth-run.ts';

let root = '';
let ends: Promise<void>[] = [];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'csp-synth-run-')));
  ends = [];
  for (const folder of ['project', 'cache', 'out']) mkdirSync(join(root, folder));
});
afterEach(async () => {
  await Promise.all(ends);
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
});

const run = (bundle: Promise<string> | string, more: Partial<AppRun> = {}) =>
  runApp({
    app: join(root, 'project'),
    cache: join(root, 'cache'),
    bundle: Promise.resolve(bundle),
    output: join(root, 'out'),
    context: {},
    onLeave: (end) => ends.push(end),
    ...more,
  });
const write = (name: string, text: string) => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const outcome = (name: string) => readFileSync(join(root, 'out', name), 'utf8');

/** What CDK does with `Source.jsonData`: a folder below the real path of the temporary one, removed once it is staged. */
const inlineAsset = `const fs = require('node:fs');
const { join } = require('node:path');
const folder = fs.mkdtempSync(join(fs.realpathSync(require('node:os').tmpdir()), 'asset'));
fs.writeFileSync(join(folder, 'config.json'), '{}');
fs.writeFileSync(join(process.env.CDK_OUTDIR, 'asset'), folder);
fs.rmSync(folder, { recursive: true });
`;

it('inline assets stay where the cache lies behind a link', async () => {
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), join(root, 'node_modules'));
  const cache = join(root, 'node_modules', 'cache');
  mkdirSync(cache);
  await run(write('app.cjs', inlineAsset), { cache });
  expect(readFileSync(join(outcome('asset'), 'config.json'), 'utf8')).toBe('{}');
});

it('an app is the main module of its process, CommonJS or not, and what it reads is told', async () => {
  write('project/motd.txt', 'hello');
  const body = (isMain: string) => `
    if (${isMain}) fs.writeFileSync(process.env.CDK_OUTDIR + '/main', fs.readFileSync(process.env.LOCAL_CLOUD_PROJECT + '/motd.txt', 'utf8') + process.argv[1]);`;
  const apps = [
    write('app.cjs', `const fs = require('node:fs'); ${body('require.main === module')}`),
    write('app.mjs', `import fs from 'node:fs'; ${body('import.meta.filename === process.argv[1]')}`),
  ];
  for (const app of apps) {
    expect(await run(app)).toEqual([join(root, 'project', 'motd.txt')]);
    expect(outcome('main')).toBe(`hello${app}`);
  }
});

it('the outcome is there before the process has ended, whose end is told', async () => {
  let isOver = false;
  const slow = write(
    'app.cjs',
    `process.on('exit', () => {
      while (!require('node:fs').existsSync(process.env.CDK_OUTDIR + '/go')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    });`,
  );
  const noteEnd = () => {
    isOver = true;
  };
  await run(slow, { onLeave: (end) => ends.push(end.then(noteEnd)) });
  expect(isOver).toBe(false);
  writeFileSync(join(root, 'out', 'go'), '');
  await vi.waitFor(() => expect(isOver).toBe(true), { timeout: 30_000 });
});

it('an app that fails is told in its words, with its end over', async () => {
  const app = write('app.cjs', "throw new TypeError('no such table');");
  await expect(run(app)).rejects.toThrow(/The CDK app infra\/app\.ts failed\.\nTypeError: no such table/);
});

it('a bundle that fails ends the process that waits for it', async () => {
  await expect(run(Promise.reject(new Error('no bundle')))).rejects.toThrow('no bundle');
  expect(existsSync(join(root, 'out', 'main'))).toBe(false);
});
