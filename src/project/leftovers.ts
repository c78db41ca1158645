import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { type Fate, fateOf, lifeOf } from './process-life.ts';

/**
 * Names of temporary folders: `.<for>.csp-<host>-<pid>-<life>-<random>.tmp`. The name alone tells whose it is, so that a run
 * that was killed leaves nothing but one such folder, and the next run knows that it may clear it. Where the system
 * does not tell one life of a process number from another, that part is left out.
 */
const shape = /^\.(?:.*\.)?csp-([0-9a-f]{6})-(\d{1,10})(?:-([0-9a-f]{6}))?-[0-9a-f]{6}\.tmp$/;
const longestHint = 40;
const mine = new Set<string>();

/** A new name of a temporary folder, for the sake of the project called `name`. */
export function temporaryName(name: string): string {
  const hint = [...name].slice(0, longestHint).join('').replace(/^\.+/, '');
  const life = lifeOf(process.pid);
  const owner = [thisHost(), process.pid, ...(life ? [life] : []), randomBytes(3).toString('hex')].join('-');
  const made = `.${hint ? `${hint}.` : ''}csp-${owner}.tmp`;
  mine.add(made);
  return made;
}

/** A temporary folder of a run that is not this one. */
export interface Trace {
  /** Full path. */
  path: string;
  /** `unknown` for a run of another machine or user too. */
  fate: Fate;
}

/** Temporary folders in `folder` that other runs made. */
export function tracesIn(disk: Disk, folder: string): Trace[] {
  return disk.list(folder).flatMap((name): Trace[] => {
    const [, host, pid, life] = shape.exec(name) ?? [];
    const path = join(folder, name);
    const found = host === undefined || mine.has(name) ? undefined : disk.look(path);
    if (!found?.isDirectory()) return [];
    const ours = host === thisHost() && (process.getuid === undefined || found.uid === process.getuid());
    return [{ path, fate: ours ? fateOf({ pid: Number(pid), life, madeAt: found.mtime }) : 'unknown' }];
  });
}

/** Temporary folders in `folder` whose process is gone, by full path. Those of other hosts and users are left alone. */
export function leftoversIn(disk: Disk, folder: string): string[] {
  return tracesIn(disk, folder).flatMap(({ path, fate }) => (fate === 'gone' ? [path] : []));
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
