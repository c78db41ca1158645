import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite } from '../../../src/local-cloud/project/site-build.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'csp-site-'));
  mkdirSync(join(root, 'web', 'src'), { recursive: true });
  writeFileSync(join(root, 'web', 'package.json'), JSON.stringify({ scripts: { build: 'node build.cjs' } }));
  writeFileSync(join(root, 'web', 'src', 'page.txt'), 'one');
  const build = `const { appendFileSync, readFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('../builds.txt', 'x');
const text = readFileSync('src/page.txt', 'utf8');
if (text === 'broken') throw new Error('page.txt is broken');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', text);`;
  writeFileSync(join(root, 'web', 'build.cjs'), build);
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

const page = () => readFileSync(join(root, 'web', 'dist', 'index.html'), 'utf8');
const edit = (text: string, seconds: number) => {
  const file = join(root, 'web', 'src', 'page.txt');
  writeFileSync(file, text);
  const time = Date.now() / 1000 + seconds;
  utimesSync(file, time, time);
};

it('builds a site when a source is newer than the last build, and only then', async () => {
  const site = openSite(root)!;
  expect(await site.run()).toBe(true);
  expect(page()).toBe('one');
  edit('one', -60);
  expect(await site.run()).toBe(false);
  edit('two', 60);
  expect(await site.run()).toBe(true);
  expect(page()).toBe('two');
});

it('builds once for those who ask at the same time', async () => {
  const builds = () => readFileSync(join(root, 'builds.txt'), 'utf8').length;
  const before = builds();
  edit('three', 90);
  const site = openSite(root)!;
  expect(await Promise.all([site.run(), site.run()])).toEqual([true, true]);
  expect(builds()).toBe(before + 1);
});

it('shows what the build says when it fails', async () => {
  edit('broken', 120);
  await expect(openSite(root)!.run()).rejects.toThrow(/does not build\.[\s\S]*page\.txt is broken/);
});

it('knows which files go into a site', () => {
  const site = openSite(root)!;
  expect(site.concerns(join(root, 'web', 'src', 'app.tsx'))).toBe(true);
  expect(site.concerns(join(root, 'web', 'dist', 'index.html'))).toBe(false);
  expect(site.concerns(join(root, 'services', 'orders.ts'))).toBe(false);
  expect(openSite(join(root, 'web'))).toBeUndefined();
});
