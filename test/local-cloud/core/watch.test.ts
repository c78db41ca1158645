import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LocalCloud } from '../../../src/local-cloud/start.ts';
import { type Watching, watchProject } from '../../../src/local-cloud/watch.ts';

/** Long enough that a test writes twice within it on a busy machine. */
const quiet = 1500;
let root: string;
let file: string;
let watching: Watching;
let told: string[];
/** What each build was asked for, and whether the edit was done when it began. */
let builds: { files: string[]; isDone: Promise<boolean> }[];
let build: () => string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watch-test-'));
  mkdirSync(join(root, 'services'));
  file = join(root, 'services', 'get.ts');
  writeFileSync(file, '1');
  told = [];
  builds = [];
  build = () => ['/dist/orders/get'];
  const inputs = { code: new Set([file]), infra: new Set<string>() };
  const rebuild: LocalCloud['rebuild'] = async (files, isDone) => {
    const asked = isDone!();
    builds.push({ files: [...files!], isDone: asked });
    const changed = build();
    return (await asked) ? changed : [];
  };
  const local = { root, inputs, isSiteSource: () => false, rebuild } as unknown as LocalCloud;
  watching = watchProject(local, (line) => told.push(line), quiet);
});
afterEach(() => {
  watching.close();
  rmSync(root, { recursive: true, force: true });
});

const built = (count: number) => vi.waitFor(() => expect(builds).toHaveLength(count), 10_000);
const verdicts = () => Promise.all(builds.map(({ isDone }) => isDone));

it('builds a save at once, and uses the outcome when nothing came after it', async () => {
  writeFileSync(file, '2');
  await built(1);
  expect(told).toEqual([]);
  expect(await verdicts()).toEqual([true]);
  await watching.settled();
  expect(told).toEqual([expect.stringMatching(/^code: orders\/get \(\d+ ms\)$/)]);
  expect(builds).toHaveLength(1);
});

it('drops what it built of a file that was still being written, and says nothing of its faults', async () => {
  build = () => {
    throw new Error('half a file');
  };
  writeFileSync(file, '2');
  await built(1);
  build = () => ['/dist/orders/get'];
  const other = join(root, 'services', 'new.ts');
  writeFileSync(file, '3');
  writeFileSync(other, '3');
  await built(2);
  expect(await verdicts()).toEqual([false, true]);
  await watching.settled();
  expect(builds[1]!.files.sort()).toEqual([file, other].sort());
  expect(told).toEqual([expect.stringMatching(/^code: orders\/get/)]);
});

it('tells of a fault once the edit is done', async () => {
  build = () => {
    throw new Error('no such name');
  };
  writeFileSync(file, '2');
  await built(1);
  expect(told).toEqual([]);
  await verdicts();
  await watching.settled();
  expect(told).toEqual(['no such name\nThe last good state goes on.']);
});
