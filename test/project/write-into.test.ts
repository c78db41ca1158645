import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConflictPolicy } from '../../src/project/changes.ts';
import { compare } from '../../src/project/compare.ts';
import { type Disk, localDisk } from '../../src/project/disk.ts';
import { inspectTarget } from '../../src/project/target.ts';
import { clearLeftovers, writeInto } from '../../src/project/write-into.ts';
import { Dead, failingDisk, quickDisk } from './failing-disk.ts';
import { contentOf, orphan, put, remove, temporaryFolder, temporaryNames, treeOf } from './folder.ts';

const tree = treeOf({
  '.gitignore': 'dist/\n',
  'README.md': 'theirs\n',
  'infra/lib/stack.ts': 'stack\n',
  'package.json': '{\n  "name": "shop",\n  "type": "module"\n}\n',
});
const yours = {
  '.gitignore': 'tmp/',
  'README.md': 'mine\n',
  'package.json': '{\n    "name": "mine"\n}\n',
  'src/x.ts': 'x',
};
const merged = {
  '.gitignore': 'tmp/\ndist/\n',
  'README.md': 'mine\n',
  'README.md.new': 'theirs\n',
  'infra/lib/stack.ts': 'stack\n',
  'package.json': '{\n    "name": "mine",\n    "type": "module"\n}\n',
  'src/x.ts': 'x',
};
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => remove(folder));

const target = () => inspectTarget(localDisk, folder, '.');
const plan = (policy: ConflictPolicy) => compare(localDisk, target(), tree, policy);
const write = (disk: Disk, policy: ConflictPolicy) => writeInto(disk, target(), plan(policy));
const restart = () => {
  remove(folder);
  mkdirSync(folder);
  put(folder, yours);
};
/** Runs what may die: a death while tidying up after a whole write is not noticed. */
const dying = async (attempt: () => Promise<void>) => {
  try {
    await attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(Dead);
  }
};
const countSteps = async () => {
  restart();
  const disk = failingDisk(Number.POSITIVE_INFINITY, 'dies');
  await write(disk, 'merge');
  return disk.calls();
};

describe('a directory that exists', () => {
  it('keeps your files with skip', async () => {
    put(folder, yours);
    await write(localDisk, 'skip');
    expect(contentOf(folder)).toEqual({ ...yours, 'infra/lib/stack.ts': 'stack\n' });
  });

  it('gets what your files lack with merge, and a file beside those that cannot be merged', async () => {
    put(folder, yours);
    const mode = statSync(join(folder, 'package.json')).mode;
    const changes = plan('merge');
    await write(quickDisk, 'merge');
    expect(contentOf(folder)).toEqual(merged);
    expect(statSync(join(folder, 'package.json')).mode).toBe(mode);
    expect(changes.map(({ path, action }) => `${path} ${action}`)).toEqual([
      '.gitignore merge',
      'README.md beside',
      'infra/lib/stack.ts create',
      'package.json merge',
    ]);
    expect(changes[3]?.notes).toEqual(['kept your "name"']);
  });

  it('stays as it is in a second run', async () => {
    put(folder, yours);
    await write(quickDisk, 'merge');
    await write(quickDisk, 'merge');
    expect(contentOf(folder)).toEqual(merged);
    put(folder, { 'README.md.new': 'also mine' });
    await write(quickDisk, 'merge');
    expect(contentOf(folder)).toEqual({
      ...merged,
      'README.md.new': 'also mine',
      'README.md.new2': 'theirs\n',
    });
  });

  it('is never written through a link or over a folder', async () => {
    const outside = temporaryFolder();
    symlinkSync(outside, join(folder, 'infra'));
    mkdirSync(join(folder, 'README.md'));
    expect(
      plan('error')
        .filter(({ action }) => action === 'conflict')
        .map(({ path }) => path),
    ).toEqual(['README.md', 'infra/lib/stack.ts']);
    await write(quickDisk, 'merge');
    expect(contentOf(outside)).toEqual({});
    remove(outside);
  });

  it('is as it was, or whole, after a kill at any step and the next run', async () => {
    const steps = await countSteps();
    expect(steps).toBeGreaterThan(15);
    for (let step = 1; step <= steps; step += 1) {
      restart();
      await dying(() => write(failingDisk(step, 'dies'), 'merge'));
      expect(temporaryNames(folder).length, `step ${step}`).toBeLessThanOrEqual(1);
      for (const [path, text] of Object.entries(contentOf(folder))) {
        if (path.startsWith('.csp-') || path.endsWith('/')) continue;
        const known = [yours[path as keyof typeof yours], merged[path as keyof typeof merged]];
        expect(known, `${path} at step ${step}`).toContain(text);
      }
      orphan(folder);
      clearLeftovers(quickDisk, target());
      expect([yours, merged]).toContainEqual(contentOf(folder));
      await write(quickDisk, 'merge');
      expect(contentOf(folder), `step ${step}`).toEqual(merged);
    }
  });

  it('is as it was when the clean-up is killed too, at any step', async () => {
    const steps = await countSteps();
    for (let undone = 1; ; undone += 1) {
      restart();
      await expect(write(failingDisk(steps - 4, 'dies'), 'merge')).rejects.toThrow(Dead);
      orphan(folder);
      const disk = failingDisk(undone, 'dies');
      let ended = false;
      try {
        clearLeftovers(disk, target());
        ended = true;
      } catch (error) {
        expect(error).toBeInstanceOf(Dead);
      }
      clearLeftovers(quickDisk, target());
      expect(contentOf(folder), `step ${undone}`).toEqual(yours);
      if (ended) break;
    }
  });

  it.each(['ENOSPC', 'EACCES', 'EROFS'])('is as it was after %s at any step', async (code) => {
    const steps = await countSteps();
    // The last two steps take the journal and the temporary folder away: all is written by then, and it is no failure.
    for (let step = 1; step <= steps - 2; step += 1) {
      restart();
      await expect(write(failingDisk(step, { fails: code }), 'merge'), `step ${step}`).rejects.toThrow(
        expect.objectContaining({ kind: 'environment' }),
      );
      expect(contentOf(folder), `step ${step}`).toEqual(yours);
    }
  });

  it('keeps what was edited after a kill', async () => {
    put(folder, yours);
    const steps = await countSteps();
    restart();
    await expect(write(failingDisk(steps - 3, 'dies'), 'merge')).rejects.toThrow(Dead);
    orphan(folder);
    writeFileSync(join(folder, 'infra/lib/stack.ts'), 'edited');
    clearLeftovers(quickDisk, target());
    expect(contentOf(folder)).toMatchObject({ ...yours, 'infra/lib/stack.ts': 'edited' });
  });

  it('is left alone when a file changes between the look and the write', async () => {
    put(folder, yours);
    const changes = plan('merge');
    put(folder, { 'package.json': '{"name":"later"}' });
    await expect(writeInto(localDisk, target(), changes)).rejects.toThrow(
      expect.objectContaining({ code: 'changed-meanwhile' }),
    );
    expect(contentOf(folder)).toEqual({ ...yours, 'package.json': '{"name":"later"}' });
  });
});
