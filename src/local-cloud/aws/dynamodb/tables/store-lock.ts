import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../process-alive.ts';

/**
 * Takes a folder for this process alone; gives the function that lets it go. Throws when another running process has
 * it: two engines on one folder end each other.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'pid');
  const take = () => writeFile(file, String(process.pid), { flag: 'wx' });
  await take().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    const holder = Number(await readFile(file, 'utf8'));
    if (isAlive(holder)) {
      throw new Error(
        `The tables in ${folder} are in use by process ${holder}: stop that local cloud, or delete ${file} if it is none.`,
      );
    }
    // The holder ended without letting go.
    await rm(file, { force: true });
    await take();
  });
  return () => rm(file, { force: true });
}
