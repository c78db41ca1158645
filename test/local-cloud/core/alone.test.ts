import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone } from '../../../src/local-cloud/project/alone.ts';
import { startLocal } from '../../../src/local-cloud/start.ts';
import { copyFixture } from '../fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alone-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'at-work');
/** What somebody else has left, this many seconds after their last sign of life. */
const left = (pid: number, seconds: number) => {
  writeFileSync(file(), `${pid} somebody`);
  const time = Date.now() / 1000 - seconds;
  utimesSync(file(), time, time);
};
const deadProcess = () => Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));

describe('work on a folder', () => {
  it('is done by one after the other', async () => {
    let working = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++working);
      await new Promise((done) => setImmediate(done));
      working -= 1;
    };
    await Promise.all([1, 2, 3].map(() => alone(folder, work)));
    expect(most).toBe(1);
    expect(existsSync(file())).toBe(false);
  });

  it('that fails is left to the next one', async () => {
    await expect(alone(folder, () => Promise.reject(new Error('planted')))).rejects.toThrow('planted');
    expect(await alone(folder, async () => 'done')).toBe('done');
  });

  it.each([
    ['a process that has ended', deadProcess, 5],
    ['a process that gives no sign of life', () => process.ppid, 40],
  ])('is taken over from %s', async (_, pid, seconds) => {
    left(pid(), seconds);
    expect(await alone(folder, async () => 'done')).toBe('done');
  });

  it('is left to a process that is at it', async () => {
    left(process.ppid, 5);
    let isDone = false;
    const waiting = alone(folder, async () => {
      isDone = !existsSync(join(folder, 'by-another'));
    });
    writeFileSync(join(folder, 'by-another'), '');
    await new Promise((done) => setImmediate(done));
    expect(isDone).toBe(false);
    rmSync(join(folder, 'by-another'));
    rmSync(file());
    await waiting;
    expect(isDone).toBe(true);
  });
});

it('a project may be started several times at once, and is built and synthesised once', async () => {
  const fixture = copyFixture('cdk-orders');
  const app = join(fixture.root, 'infra', 'app.ts');
  const noted = "import { appendFileSync } from 'node:fs';\nappendFileSync('runs', 'x');\n";
  writeFileSync(app, noted + readFileSync(app, 'utf8'));
  try {
    const starts = Array.from({ length: 3 }, () => startLocal({ root: fixture.root, port: 0 }));
    const started = await Promise.allSettled(starts);
    const answers: unknown[] = [];
    for (const start of started) {
      if (start.status === 'rejected') answers.push(String(start.reason));
      else {
        answers.push(await start.value.invoke('Get'));
        await start.value.close();
      }
    }
    const answer = { statusCode: 200, body: expect.stringContaining('hello') };
    expect(answers).toEqual([answer, answer, answer]);
    expect(readFileSync(join(fixture.root, 'runs'), 'utf8')).toBe('x');
  } finally {
    fixture.dispose();
  }
});
