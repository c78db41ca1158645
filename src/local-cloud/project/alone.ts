import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../process-alive.ts';
import { ProjectError } from './esbuild.ts';

/** Milliseconds between the signs of life of whoever works, and without one until nobody is taken to work any more. */
const pulse = 1000;
const silence = { ofDead: 3 * pulse, ofOther: 30 * pulse };
const betweenTries = 50;
const longestWait = 10 * 60_000;

/**
 * Does work on a folder of the cache while no other start of the same project does, in this process or another one: tests
 * that run side by side start the local cloud of one project each, which builds into the same `dist/` and `cdk.out`. The
 * first one builds, and those after it find all fresh.
 * @throws ProjectError when another one works for ten minutes
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'at-work');
  const own = `${process.pid} ${randomUUID()}`;
  await take(file, own);
  const heart = setInterval(() => touch(file), pulse).unref();
  const leave = () => {
    if (read(file) === own) rmSync(file, { force: true });
  };
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    process.off('exit', leave);
    leave();
  }
}

async function take(file: string, own: string): Promise<void> {
  const limit = performance.now() + longestWait;
  while (!isMade(file, own)) {
    if (isLeft(file)) rmSync(file, { force: true });
    else if (performance.now() > limit)
      throw new ProjectError(`Process ${read(file)?.split(' ')[0]} has been building this project for long.
End it, or remove ${file}.`);
    else await delay(betweenTries);
  }
}

function isMade(file: string, own: string): boolean {
  try {
    writeFileSync(file, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether whoever made the file has gone without removing it. */
function isLeft(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  const pid = Number(read(file)?.split(' ')[0]);
  return Date.now() - stat.mtimeMs > (isAlive(pid) ? silence.ofOther : silence.ofDead);
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Somebody has taken it for left.
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
