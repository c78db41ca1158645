import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Disk } from './disk.ts';

/**
 * Names of temporary folders: `.<for>.csp-<host>-<pid>-<random>.tmp`. The name alone tells whose it is, so that a run
 * that was killed leaves nothing but one such folder, and the next run knows that it may clear it.
 */
const shape = /^\.(?:.*\.)?csp-([0-9a-f]{6})-(\d{1,10})-[0-9a-f]{6}\.tmp$/;
const longestHint = 40;
const mine = new Set<string>();

/** A new name of a temporary folder, for the sake of the project called `name`. */
export function temporaryName(name: string): string {
  const hint = [...name].slice(0, longestHint).join('').replace(/^\.+/, '');
  const made = `.${hint ? `${hint}.` : ''}csp-${thisHost()}-${process.pid}-${randomBytes(3).toString('hex')}.tmp`;
  mine.add(made);
  return made;
}

/** Temporary folders in `folder` whose process is gone, by full path. Those of other hosts are left alone. */
export function leftoversIn(disk: Disk, folder: string): string[] {
  return disk
    .list(folder)
    .filter((name) => {
      const [, host, pid] = shape.exec(name) ?? [];
      return host === thisHost() && !mine.has(name) && !isAlive(Number(pid));
    })
    .map((name) => join(folder, name))
    .filter((path) => disk.look(path)?.isDirectory());
}

/**
 * Removes a temporary folder when the process ends with it there, as a signal during a flush makes it end. The function that is
 * returned calls that off.
 */
export function removeAtExit(disk: Disk, folder: string): () => void {
  const remove = () => tryRemoveTree(disk, folder);
  process.once('exit', remove);
  return () => process.off('exit', remove);
}

/** Removes a folder; one that resists is found by its name in the next run. */
export function tryRemoveTree(disk: Disk, folder: string): void {
  try {
    disk.removeTree(folder);
  } catch {
    // What went wrong before says more than this.
  }
}

/** True for a name that {@link temporaryName} makes. */
export function isTemporaryName(name: string): boolean {
  return shape.test(name);
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
}

function isAlive(pid: number): boolean {
  // An earlier process of this number: containers give the same ones again and again.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
