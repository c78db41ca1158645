/** Packages are bundled once beside the functions, which find them there, whatever else is bundled into a function. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Build, openBuild } from '../../../src/local-cloud/project/build.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'shared-packages-')));
const write = (path: string, text: string) => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const manifest = (name: string, more: object = {}) => JSON.stringify({ name, version: '1.0.0', ...more });
const handler = join(root, 'services/orders/handlers/get.ts');
const bundleOf = (name: string) => readFileSync(join(root, 'dist/orders', name, 'index.mjs'), 'utf8');
/** Loads a bundle as an execution environment does, which is a new one after each change. */
let loads = 0;
const load = async (name: string) =>
  import(`${pathToFileURL(join(root, 'dist/orders', name, 'index.mjs')).href}?${loads++}`);

let build: Build;
beforeAll(async () => {
  const plain = { type: 'module', exports: { '.': './index.js', './more': './more.js' } };
  write('node_modules/plain/package.json', manifest('plain', plain));
  write(
    'node_modules/plain/index.js',
    `import { base } from "./base.js";
     export const plain = () => "plain " + base;
     export const unused = () => "used by nobody at first";`,
  );
  write(
    'node_modules/plain/more.js',
    'import { base } from "./base.js"; export default () => "more " + base;',
  );
  write(
    'node_modules/plain/base.js',
    'import { request } from "node:http"; export const base = typeof request === "function" ? "base" : "";',
  );
  write('node_modules/common/package.json', manifest('common', { main: 'index.js' }));
  write('node_modules/common/index.js', 'exports.common = "common";');
  // A package with a version of its own of another one.
  write('node_modules/outer/package.json', manifest('outer', { main: 'index.js' }));
  write('node_modules/outer/index.js', 'exports.outer = require("./inner.mjs").inner;');
  write('node_modules/outer/inner.mjs', 'import { plain } from "plain"; export const inner = plain();');
  write('node_modules/outer/node_modules/plain/package.json', manifest('plain', plain));
  write('node_modules/outer/node_modules/plain/index.js', 'export const plain = () => "another plain";');
  write(
    'services/orders/handlers/get.ts',
    `import { common } from "common";
     import http from "node:http";
     import { readFileSync } from "node:fs";
     import { outer } from "outer";
     import { plain } from "plain";
     import more from "plain/more";
     export const handler = async () => [common, outer, plain(), more(), typeof readFileSync, typeof http.get].join(", ");`,
  );
  write('services/orders/handlers/list.ts', 'export const handler = async () => "nothing";');
  write(
    'build.mjs',
    `const entry = (name) => ["orders/" + name + "/index", "services/orders/handlers/" + name + ".ts"];
     export const options = () => ({
       absWorkingDir: ${JSON.stringify(root)},
       entryPoints: Object.fromEntries([entry("get"), entry("list")]),
       outdir: "dist", outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm",
     });`,
  );
  symlinkSync(join(repository, 'node_modules/esbuild'), join(root, 'node_modules/esbuild'), 'junction');
  build = (await openBuild(root))!;
  await build.run();
});
afterAll(async () => {
  await build.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
});

const answer = 'common, another plain, plain base, more base, function, function';

it('are found by the functions, which hold what cannot be shared', async () => {
  expect(await (await load('get')).handler()).toBe(answer);
  expect(bundleOf('get')).not.toContain('plain base');
  expect(bundleOf('get')).toContain('exports.common = "common"');
  expect(bundleOf('get')).toContain('another plain');
});

const sharedText = () =>
  readdirSync(join(root, 'dist/node_modules'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(root, 'dist/node_modules', name), 'utf8'))
    .join('\n');

it('hold what functions import of them, and more once an edit does', async () => {
  expect(sharedText()).toContain('plain "');
  expect(sharedText()).not.toContain('used by nobody');
  const source = readFileSync(handler, 'utf8');
  writeFileSync(
    handler,
    source.replace('{ plain }', '{ plain, unused as used }').replace('plain(),', 'plain() + used(),'),
  );
  await build.run(new Set([handler]));
  expect(await (await load('get')).handler()).toBe(answer.replace('base,', 'baseused by nobody at first,'));
  writeFileSync(handler, source);
  await build.run(new Set([handler]));
  expect(await (await load('get')).handler()).toBe(answer);
});

it('get node:http without the whole of fetch, and so do functions', () => {
  for (const text of [bundleOf('get'), sharedText()]) {
    expect(text).toMatch(/process\.getBuiltinModule\(["']node:http["']\)/);
    expect(text).not.toMatch(/from ["'](node:)?http["']/);
  }
});

it('are named when a function imports what they do not export', async () => {
  const source = readFileSync(handler, 'utf8');
  writeFileSync(handler, source.replace('{ plain }', '{ plain, nothing }').replace('plain(),', 'nothing(),'));
  await expect(build.run(new Set([handler]))).rejects.toThrow(/No matching export .* for import "nothing"/);
  writeFileSync(handler, source);
  await build.run(new Set([handler]));
  expect(await (await load('get')).handler()).toBe(answer);
});

it('stay as they are when a function changes, and come again when they are gone', async () => {
  rmSync(join(root, 'dist/node_modules'), { recursive: true });
  writeFileSync(handler, readFileSync(handler, 'utf8').replace('join(", ")', 'join("; ")'));
  expect(await build.run(new Set([handler]))).toEqual([join(root, 'dist/orders/get')]);
  expect(await (await load('get')).handler()).toBe(answer.replaceAll(', ', '; '));
});

it('are taken from an earlier run, be it closed as soon as it has built', async () => {
  const earlier = (await openBuild(root))!;
  await earlier.run();
  writeFileSync(handler, `${readFileSync(handler, 'utf8')}\n// the same bundle`);
  await earlier.run(new Set([handler]));
  await earlier.close();
  const again = (await openBuild(root))!;
  expect(await again.run()).toEqual([]);
  rmSync(join(root, 'dist/node_modules'), { recursive: true });
  const third = (await openBuild(root))!;
  await third.run();
  expect(await (await load('get')).handler()).toBe(answer.replaceAll(', ', '; '));
  await Promise.all([again.close(), third.close()]);
});
