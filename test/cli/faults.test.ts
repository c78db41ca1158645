import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { failingDisk } from '../project/failing-disk.ts';
import { filesBelow, run, smallProjectPaths, temporaryFolder, textOf } from './harness.ts';

/** What scaffolders are known to get wrong. Those that need a process of their own are in process.integration.test.ts. */
let outer: ReturnType<typeof temporaryFolder>;
let cwd: string;
beforeEach(() => {
  outer = temporaryFolder();
  cwd = join(outer.path, 'cwd');
  mkdirSync(cwd);
});
afterEach(() => outer.remove());

const make = (argv: string[], more: Partial<Io> = {}) =>
  run([...argv, '--pattern', 'api', '--yes', '--no-install', '--no-git'], cwd, more);
const put = (path: string, text: string) => {
  mkdirSync(join(cwd, path, '..'), { recursive: true });
  writeFileSync(join(cwd, path), text);
};
const manifestOf = (...path: string[]) => JSON.parse(textOf(outer.path, ...path, 'package.json'));

describe('names', () => {
  it('never lead out of the directory, and a path never gets into package.json', async () => {
    expect((await make(['--name', '../evil'])).code).toBe(0);
    expect(manifestOf('cwd', 'evil').name).toBe('evil');
    expect((await make(['../asked'])).code).toBe(0);
    expect(manifestOf('asked').name).toBe('asked');
  });

  it.each([
    ['a b', 'a-b'],
    ['a;touch PWNED', 'a-touch-pwned'],
    ['Ünïcode', 'unicode'],
  ])('%s gives a name that npm takes', async (directory, slug) => {
    expect((await make([directory])).code).toBe(0);
    expect(manifestOf('cwd', directory).name).toBe(slug);
    expect(filesBelow(cwd)).toHaveLength(smallProjectPaths.length);
  });

  it.each([
    ['CON', ['device name']],
    ['日本語', ['Try --slug my-app']],
    ['node_modules', ['node_modules']],
    ['node_modules/shop', ['node_modules']],
    ['aws-shop', ['AWS keeps for itself', 'Try --slug app-aws-shop']],
    ['x'.repeat(300), ['longer than 255 bytes', 'Use at most 100']],
    ['', ['The directory is empty']],
  ])('%s is refused with every fault at once, and nothing is made', async (directory, says) => {
    const refused = await make([directory]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    for (const part of says) expect(refused.stderr).toContain(part);
    expect(filesBelow(outer.path)).toEqual([]);
  });

  it('that look like a flag are no directory', async () => {
    expect((await make(['-rf'])).code).toBe(2);
    const refused = await run(['--pattern', 'api', '--yes', '--', '-rf'], cwd);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('starts with a hyphen');
  });
});

describe('a directory that is not empty', () => {
  it('is left as it is, and only what is in the way is listed', async () => {
    put('shop/package.json', '{"mine":true}');
    put('shop/src/mine.ts', 'mine');
    put('shop/.env', 'SECRET=1');
    const refused = await make(['shop']);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(
      /^shop holds a file that the project has too:\n {2}package\.json\nNothing was written\./,
    );
    expect(filesBelow(cwd)).toEqual(['shop/.env', 'shop/package.json', 'shop/src/mine.ts']);
    expect(textOf(cwd, 'shop/package.json')).toBe('{"mine":true}');
  });

  it('is not mixed with other files unless that was asked for', async () => {
    put('shop/holiday.jpg', 'x');
    const refused = await make(['shop']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('shop is not empty: it holds holiday.jpg.');
    expect((await make(['shop', '--on-conflict', 'skip'])).code).toBe(0);
    expect(textOf(cwd, 'shop/holiday.jpg')).toBe('x');
  });

  it.each(['empty', 'a fresh repository'])('takes a project when it is %s', async (kind) => {
    mkdirSync(join(cwd, 'shop'));
    if (kind !== 'empty') put('shop/.git/HEAD', 'ref: refs/heads/main\n');
    expect((await make(['shop'])).code).toBe(0);
    expect(filesBelow(join(cwd, 'shop'))).toEqual(smallProjectPaths);
    if (kind !== 'empty') expect(textOf(cwd, 'shop/.git/HEAD')).toBe('ref: refs/heads/main\n');
  });

  it('may be the current one', async () => {
    const made = await make(['.']);
    expect(made.code).toBe(0);
    expect(made.stdout).not.toContain('cd ');
    expect(filesBelow(cwd)).toEqual(smallProjectPaths);
    expect(manifestOf('cwd').name).toBe('cwd');
  });

  it('keeps every file with skip, and says so in the record', async () => {
    put('shop/README.md', 'mine');
    const made = await make(['shop', '--on-conflict', 'skip']);
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('  README.md: kept yours');
    expect(textOf(cwd, 'shop/README.md')).toBe('mine');
    expect(JSON.parse(textOf(cwd, 'shop/.serverless-pattern/state.json')).skip).toEqual(['README.md']);
  });

  it('gets what it lacks with merge, and loses nothing', async () => {
    put('shop/README.md', 'mine');
    put('shop/package.json', '{ "name": "mine" }');
    const made = await make(['shop', '--on-conflict', 'merge']);
    expect(made.stdout).toContain('  README.md: kept yours, see README.md.new');
    expect(made.stdout).toContain('  package.json: added to yours, kept your "name"');
    expect(textOf(cwd, 'shop/README.md')).toBe('mine');
    expect(manifestOf('cwd', 'shop')).toEqual({ name: 'mine', scripts: { dev: 'node dev' } });
  });

  it('is never made a project twice', async () => {
    await make(['shop']);
    put('shop/README.md', 'edited');
    for (const policy of ['error', 'skip', 'merge']) {
      const again = await make(['shop', '--on-conflict', policy]);
      expect(again).toMatchObject({ code: 3, stdout: '' });
      expect(again.stderr).toContain('is a project of this tool already');
    }
    expect(textOf(cwd, 'shop/README.md')).toBe('edited');
  });

  it.each([
    '--force',
    '--overwrite',
    '-f',
  ])('is not deleted with %s: there is no such option', async (flag) => {
    put('shop/mine', 'mine');
    expect((await make(['shop', flag])).code).toBe(2);
    expect(filesBelow(cwd)).toEqual(['shop/mine']);
  });

  it('is no file', async () => {
    put('shop', 'mine');
    const refused = await make(['shop']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('shop is not a directory.');
    expect(textOf(cwd, 'shop')).toBe('mine');
  });
});

describe('a disk that does not take it', () => {
  it.each([
    ['ENOSPC', 'The disk is full: shop could not be written.'],
    ['EROFS', 'The file system of shop is read-only.'],
    ['EACCES', 'There is no permission to write shop.'],
    ['ENAMETOOLONG', 'The path is too long for this file system: shop.'],
  ])('%s: one sentence, exit 4, nothing left', async (code, says) => {
    for (const step of [1, 4, 9]) {
      const failed = await make(['shop'], { disk: failingDisk(step, { fails: code }) });
      expect(failed).toMatchObject({ code: 4, stdout: '' });
      expect(failed.stderr).toContain(`${says}\n`);
      expect(failed.stderr).not.toContain('    at ');
      expect(filesBelow(outer.path)).toEqual([]);
    }
  });

  it('keeps a directory that was there before', async () => {
    mkdirSync(join(cwd, 'shop'));
    put('shop/.env', 'SECRET=1');
    const failed = await make(['shop'], { disk: failingDisk(12, { fails: 'ENOSPC' }) });
    expect(failed.code).toBe(4);
    expect(filesBelow(cwd)).toEqual(['shop/.env']);
  });
});
