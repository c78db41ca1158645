import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cacheFolder } from '../../../src/local-cloud/project/cache-folder.ts';
import { readConfig } from '../../../src/local-cloud/project/read-config.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'csp-config-')));
  mkdirSync(join(root, 'dev'));
  write('config.ts', "import { rtt } from './rtt.ts';\nexport default { rtt, hosts: ['a.example.com'] };");
  write('rtt.ts', 'export const rtt: number = 20;');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(root, 'dev', name), text);
const stamp = () => join(cacheFolder(root), 'config.json');
const bundledAt = () => statSync(stamp()).mtimeMs;

it('bundles dev/config.ts once, and again when a file of it changed', async () => {
  expect(await readConfig(root)).toEqual({ rtt: 20, hosts: ['a.example.com'] });
  const first = bundledAt();
  expect(await readConfig(root)).toEqual({ rtt: 20, hosts: ['a.example.com'] });
  expect(bundledAt()).toBe(first);
  write('rtt.ts', 'export const rtt: number = 100;');
  expect(await readConfig(root)).toMatchObject({ rtt: 100 });
});

it('gives each start a configuration of its own', async () => {
  expect(await readConfig(root)).not.toBe(await readConfig(root));
});

it('takes nothing that another release of the local cloud left', async () => {
  await readConfig(root);
  const left = JSON.parse(readFileSync(stamp(), 'utf8'));
  writeFileSync(stamp(), JSON.stringify({ ...left, program: { ...left.program, state: '1:1' } }));
  writeFileSync(join(cacheFolder(root), 'config.mjs'), 'export default { rtt: "of another release" };');
  expect(await readConfig(root)).toMatchObject({ rtt: 20 });
});

it('says that a configuration has to be an object', async () => {
  write('config.ts', 'export default 3;');
  await expect(readConfig(root)).rejects.toThrow('dev/config.ts must export an object by default.');
});
