import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** What became of a process: `unknown` where its number is in use, and nothing tells by whom. */
export type Fate = 'gone' | 'alive' | 'unknown';

/** A machine that was started so many milliseconds after a file was made runs none of the processes of then. */
const clockSlack = 60_000;

/**
 * Six hexadecimal digits that tell a process from a later one with the same number: of the boot and the start time
 * that Linux gives (proc_pid_stat(5), field 22; random(4), boot_id). `undefined` on other systems.
 */
export function lifeOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program comes second, in parentheses, and may hold any character.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return createHash('sha256').update(`${boot} ${start}`).digest('hex').slice(0, 6);
  } catch {
    return undefined;
  }
}

/** What became of the process that made something on this machine; `life` as {@link lifeOf} gave it then. */
export function fateOf({ pid, life, madeAt }: { pid: number; life?: string; madeAt: Date }): Fate {
  // An earlier process of this number: containers give the same ones again and again.
  if (pid === process.pid) return 'gone';
  if (!isInUse(pid)) return 'gone';
  const now = life === undefined ? undefined : lifeOf(pid);
  if (now !== undefined) return now === life ? 'alive' : 'gone';
  const booted = Date.now() - uptime() * 1000;
  return madeAt.getTime() < booted - clockSlack ? 'gone' : 'unknown';
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
