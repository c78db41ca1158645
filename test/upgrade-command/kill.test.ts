import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDisk } from '../../src/project/disk.ts';
import { Failure } from '../../src/project/failure.ts';
import { recover } from '../../src/project/upgrade/recover.ts';
import { Dead, type Fate, failingDisk, quickDisk } from '../project/failing-disk.ts';
import { contentOf, orphan, put, remove, temporaryFolder } from '../project/folder.ts';
import { fileWrites, originalFiles, transactFiles } from './small-transaction.ts';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = temporaryFolder();
  script = join(folder, 'victim.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'victim.ts')],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});
afterAll(() => remove(folder));

const old = { ...originalFiles };
const wanted: Record<string, string> = Object.fromEntries(
  fileWrites.flatMap(({ path, after }) =>
    after ? [[path, Buffer.from(after.content).toString('utf8')]] : [],
  ),
);
const unchanged = Object.entries(originalFiles).filter(
  ([path]) => !fileWrites.some((write) => write.path === path),
);
const renewed = { ...Object.fromEntries(unchanged), ...wanted };

/** The project without what the tool keeps for itself. */
function projectOf(root: string): Record<string, string> {
  const own = /^\.serverless-pattern\/(backup|txn)\//;
  return Object.fromEntries(Object.entries(contentOf(root)).filter(([path]) => !own.test(path)));
}
function fresh(name: string): string {
  const root = join(folder, name);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  put(root, originalFiles);
  return root;
}

describe('a kill', () => {
  it('at any step leaves the tree old or new after the next run', async () => {
    const counting = failingDisk(Number.POSITIVE_INFINITY, 'dies');
    await transactFiles(counting, fresh('counted'));
    const states: object[] = [];
    for (let step = 1; step <= counting.calls(); step += 1) {
      const root = fresh('dying');
      await transactFiles(failingDisk(step, 'dies'), root).catch((error) =>
        expect(error).toBeInstanceOf(Dead),
      );
      settleAgain(root);
      expect([sorted(old), sorted(renewed)], `step ${step}`).toContainEqual(projectOf(root));
      expect(Object.keys(contentOf(root)).filter((path) => /\/txn\/./.test(path))).toEqual([]);
      states.push(projectOf(root));
    }
    expect(states).toContainEqual(sorted(old));
    expect(states).toContainEqual(sorted(renewed));
  });

  it('of a real process does too, at any step from the journal on', async () => {
    const { calls, journal } = JSON.parse((await runVictim(fresh('count'), 0)).stdout);
    const steps = Array.from({ length: calls - journal + 1 }, (_, index) => journal + index);
    expect(steps.length).toBeGreaterThan(15);
    // Eight processes at a time.
    while (steps.length > 0) {
      await Promise.all(
        steps.splice(0, 8).map(async (step) => {
          const root = fresh(`killed-${step}`);
          expect((await runVictim(root, step)).signal).toBe('SIGKILL');
          recover(localDisk, root, root);
          expect([sorted(old), sorted(renewed)], `step ${step}`).toContainEqual(projectOf(root));
        }),
      );
    }
  }, 120_000);

  it('at any step of the next run does no harm either', async () => {
    const root = fresh('recovering');
    const template = fresh('interrupted');
    await expect(transactFiles(failingDisk(await middle(), 'dies'), template)).rejects.toBeInstanceOf(Dead);
    orphan(join(template, '.serverless-pattern/txn'));
    for (let step = 1; step < 30; step += 1) {
      rmSync(root, { recursive: true });
      cpSync(template, root, { recursive: true });
      try {
        recover(failingDisk(step, 'dies'), root, root);
      } catch (error) {
        expect(error).toBeInstanceOf(Dead);
      }
      settleAgain(root);
      expect(projectOf(root)).toEqual(sorted(old));
    }
  });
});

describe('an error', () => {
  it.each<Fate & { fails: string }>([
    { fails: 'ENOSPC' },
    { fails: 'EACCES' },
  ])('%o at any step puts everything back, or comes when all is done', async (fate) => {
    const counting = failingDisk(Number.POSITIVE_INFINITY, 'dies');
    await transactFiles(counting, fresh('counted'));
    for (let step = 1; step <= counting.calls(); step += 1) {
      const root = fresh('failing');
      const outcome = await transactFiles(failingDisk(step, fate), root).catch((error: unknown) => error);
      if (typeof outcome === 'string') {
        // Tidying up is left to the next run.
        settleAgain(root);
        expect(projectOf(root), `step ${step}`).toEqual(sorted(renewed));
      } else {
        expect(outcome).toBeInstanceOf(Failure);
        expect(projectOf(root), `step ${step}`).toEqual(sorted(old));
      }
    }
  });
});

/** What the next run does. */
function settleAgain(root: string): void {
  const transactions = join(root, '.serverless-pattern/txn');
  if (existsSync(transactions)) orphan(transactions);
  recover(quickDisk, root, root);
}

describe('somebody else', () => {
  it('who edits a file between plan and write stops everything', async () => {
    const root = fresh('edited');
    put(root, { 'a/replaced.txt': 'edited meanwhile' });
    await expect(transactFiles(quickDisk, root)).rejects.toMatchObject({
      code: 'changed-meanwhile',
      kind: 'conflict',
    });
    expect(projectOf(root)).toEqual(sorted({ ...old, 'a/replaced.txt': 'edited meanwhile' }));
  });

  it('who edits a file after a kill keeps the edit, and is told', async () => {
    const root = fresh('edited-after');
    const last = await middle();
    await expect(transactFiles(failingDisk(last, 'dies'), root)).rejects.toBeInstanceOf(Dead);
    put(root, { 'a/replaced.txt': 'edited after' });
    orphan(join(root, '.serverless-pattern/txn'));
    expect(recover(quickDisk, root, root).sentences.join('\n')).toContain('a/replaced.txt was edited since');
    expect(projectOf(root)).toEqual(sorted({ ...old, 'a/replaced.txt': 'edited after' }));
    expect(Object.values(contentOf(join(root, '.serverless-pattern/backup')))).toContain(
      old['a/replaced.txt'],
    );
  });

  it('who upgrades at the same time is waited for', async () => {
    const root = fresh('locked');
    await expect(transactFiles(failingDisk(6, 'dies'), root)).rejects.toBeInstanceOf(Dead);
    await expect(transactFiles(quickDisk, root)).rejects.toMatchObject({
      code: 'locked',
      kind: 'environment',
    });
    expect(projectOf(root)).toEqual(sorted(old));
  });
});

/** A step at which some files have moved and others have not. */
async function middle(): Promise<number> {
  const disk = failingDisk(Number.POSITIVE_INFINITY, 'dies');
  let renames = 0;
  let at = 0;
  const { rename } = disk;
  disk.rename = (from, to) => {
    rename(from, to);
    renames += 1;
    // The journal is the first; the second file is in the middle.
    if (renames === 3) at = disk.calls();
  };
  await transactFiles(disk, fresh('middle'));
  return at + 1;
}

function sorted(files: Record<string, string>): Record<string, string> {
  const paths = Object.keys(files).sort((a, b) => compare(a.split('/'), b.split('/')));
  return Object.fromEntries(paths.map((path) => [path, files[path]!]));
}

/** The order of a walk through folders. */
function compare(a: string[], b: string[]): number {
  const at = a.findIndex((segment, index) => segment !== b[index]);
  return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

function runVictim(root: string, step: number): Promise<{ stdout: string; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, root, String(step)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve({ stdout, signal }));
  });
}
