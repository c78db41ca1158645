/**
 * A process that makes a transaction and kills itself at the n-th call that would change something; 0 counts
 * them, and says at which one the journal is there.
 */
import { writeFileSync } from 'node:fs';
import { type Disk, localDisk } from '../../src/project/disk.ts';
import { transactFiles } from './small-transaction.ts';

const [root = '', at = '0'] = process.argv.slice(2);
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
let calls = 0;
let journal = 0;
// A kill takes nothing from the system's cache, so nothing is flushed here.
const disk: Disk = { ...localDisk, flushFiles: async () => {}, flushFolder: () => {} };
for (const name of changing) {
  const real = disk[name] as (...argv: unknown[]) => unknown;
  (disk[name] as unknown) = (...argv: unknown[]) => {
    calls += 1;
    if (name === 'rename' && journal === 0) journal = calls;
    if (calls === Number(at)) {
      if (name === 'writeFile') {
        const [path, content] = argv as [string, Uint8Array];
        writeFileSync(path, content.subarray(0, content.length / 2));
      }
      process.kill(process.pid, 'SIGKILL');
    }
    return real(...argv);
  };
}
await transactFiles(disk, root);
process.stdout.write(JSON.stringify({ calls, journal }));
