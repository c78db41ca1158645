import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, localDisk } from '../../src/project/disk.ts';
import { inspectTarget } from '../../src/project/target.ts';
import { writeNew } from '../../src/project/write-new.ts';
import { Dead, failingDisk, quickDisk } from './failing-disk.ts';
import { contentOf, orphan, put, remove, temporaryFolder, temporaryNames, treeOf } from './folder.ts';

const texts = { 'README.md': 'read me', 'infra/app.ts': 'app', 'infra/lib/stack.ts': 'stack', 'a.bin': '' };
const tree = treeOf(texts);
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => remove(folder));

const write = (disk: Disk, directory = 'shop') =>
  writeNew(disk, inspectTarget(localDisk, folder, directory), tree);
const whole = (prefix = 'shop') =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${prefix}/${path}`, text]));
/** How many changing calls one write makes. */
async function countSteps(directory: string): Promise<number> {
  const disk = failingDisk(Number.POSITIVE_INFINITY, 'dies');
  await write(disk, directory);
  return disk.calls();
}

describe('a new directory', () => {
  it('appears whole, with modes', async () => {
    tree.set('run.sh', { content: Buffer.from('#!/bin/sh\n'), mode: 0o755 });
    try {
      await write(localDisk);
    } finally {
      tree.delete('run.sh');
    }
    expect(contentOf(folder)).toEqual({ ...whole(), 'shop/run.sh': '#!/bin/sh\n' });
    expect(statSync(join(folder, 'shop/run.sh')).mode & 0o100).toBe(0o100);
    expect(statSync(join(folder, 'shop/README.md')).mode & 0o100).toBe(0);
  });

  it.each([
    'shop',
    'a/b/shop',
  ])('%s is wholly there or wholly absent after a kill at any step', async (directory) => {
    const steps = await countSteps(directory);
    expect(steps).toBeGreaterThan(8);
    for (let step = 1; step <= steps; step += 1) {
      remove(folder);
      mkdirSync(folder);
      let died = false;
      try {
        await write(failingDisk(step, 'dies'), directory);
      } catch (error) {
        died = error instanceof Dead;
      }
      const left = Object.entries(contentOf(folder)).filter(([path]) => !/^\.[^/]*\.tmp\//.test(path));
      expect([{}, whole(directory)]).toContainEqual(Object.fromEntries(left));
      if (left.length > 0) continue;
      expect(died, `step ${step}`).toBe(true);
      orphan(folder);
      await write(quickDisk, directory);
      expect(contentOf(folder)).toEqual(whole(directory));
    }
  });

  it.each([
    'ENOSPC',
    'EDQUOT',
    'EACCES',
    'EROFS',
    'ENAMETOOLONG',
    'EIO',
  ])('leaves nothing when %s comes at any step before the rename', async (code) => {
    const steps = (await countSteps('shop')) - 1;
    for (let step = 1; step < steps; step += 1) {
      remove(folder);
      mkdirSync(folder);
      const attempt = () => write(failingDisk(step, { fails: code }), 'a/shop');
      await expect(attempt(), `step ${step}`).rejects.toThrow(
        expect.objectContaining({ name: 'Failure', kind: 'environment' }),
      );
      expect(contentOf(folder)).toEqual({});
    }
  });

  it('stays when only the flush of its parent fails', async () => {
    const steps = await countSteps('first');
    await write(failingDisk(steps, { fails: 'EIO' }));
    expect(contentOf(folder)).toMatchObject(whole());
  });

  it('is refused when the directory came into being meanwhile', async () => {
    const target = inspectTarget(localDisk, folder, 'shop');
    put(folder, { 'shop/mine.txt': 'mine' });
    await expect(writeNew(localDisk, target, tree)).rejects.toThrow(
      expect.objectContaining({ kind: 'conflict' }),
    );
    expect(contentOf(folder)).toEqual({ 'shop/mine.txt': 'mine' });
  });

  it('clears only temporary folders of processes that are gone', async () => {
    put(folder, { '.shop.csp-zzzzzz-1-000000.tmp/x': 'not ours', '.notes.tmp/x': 'mine' });
    const disk = failingDisk(4, 'dies');
    await expect(write(disk)).rejects.toThrow(Dead);
    expect(temporaryNames(folder)).toHaveLength(1);
    await write(quickDisk, 'other');
    expect(temporaryNames(folder)).toHaveLength(1);
    orphan(folder);
    await write(localDisk);
    expect(temporaryNames(folder)).toEqual([]);
    expect(Object.keys(contentOf(folder))).toEqual(
      expect.arrayContaining(['.shop.csp-zzzzzz-1-000000.tmp/x', '.notes.tmp/x']),
    );
  });
});

describe('what is in the way', () => {
  const refusal = (directory: string) => {
    try {
      inspectTarget(localDisk, folder, directory);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('is told of a file, a file above, and a link to nothing', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    for (const directory of ['file', 'file/shop', 'dangling', 'dangling/shop']) {
      expect(refusal(directory), directory).toMatchObject({ kind: 'conflict', code: 'file-in-the-way' });
    }
  });

  it('is told of a link into node_modules', () => {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(folder, 'node_modules'), join(folder, 'link'));
    expect(refusal('link/shop')).toMatchObject({ kind: 'usage', code: 'reserved-directory' });
  });

  it('is not there when a link leads to a folder', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(inspectTarget(localDisk, folder, 'link')).toMatchObject({
      path: join(folder, 'real'),
      exists: true,
    });
    expect(inspectTarget(localDisk, folder, 'link/shop')).toMatchObject({
      path: join(folder, 'real/shop'),
      exists: false,
    });
  });
});
