import { writeFileSync } from 'node:fs';
import { type Disk, localDisk } from '../../src/project/disk.ts';

/** The disk of this machine without waiting for it to flush, for tests that write very often. */
export const quickDisk: Disk = {
  ...localDisk,
  writeFile: (path, content, mode) => writeFileSync(path, content, { flag: 'wx', mode }),
  flushFiles: async () => {},
  flushFolder: () => {},
};

const changing = [
  'makeFolders',
  'makeFolder',
  'writeFile',
  'setMode',
  'flushFiles',
  'rename',
  'removeFile',
  'removeFolder',
  'removeTree',
  'flushFolder',
] as const;

/** What happens at the chosen call instead of it. */
export type Fate =
  /** The call fails once with an error code of the system; a file is half written before. */
  | { fails: string }
  /** The process is gone: no later call does anything either. */
  | 'dies'
  /** Called in the place of the call; a file is half written before. */
  | (() => void);

/** Thrown by a disk whose process "died". */
export class Dead extends Error {}

/**
 * A disk that meets its fate at the n-th call (from 1) that would change something, and then counts on. A `writeFile`
 * leaves half of its content.
 */
export function failingDisk(at: number, fate: Fate): Disk & { calls(): number } {
  let count = 0;
  const disk = { ...quickDisk, calls: () => count };
  for (const name of changing) {
    const real = quickDisk[name] as (...argv: unknown[]) => unknown;
    (disk[name] as unknown) = (...argv: unknown[]) => {
      count += 1;
      if (fate === 'dies' && count > at) throw new Dead();
      if (count !== at) return real(...argv);
      if (name === 'writeFile') writeHalf(argv);
      if (fate === 'dies') throw new Dead();
      if (typeof fate === 'function') return fate();
      throw Object.assign(new Error(`${fate.fails}: ${name}`), {
        code: fate.fails,
        syscall: name,
        path: argv[0],
      });
    };
  }
  return disk;
}

function writeHalf([path, content]: unknown[]): void {
  const bytes = content as Uint8Array;
  writeFileSync(path as string, bytes.subarray(0, bytes.length / 2), { flag: 'wx' });
}
