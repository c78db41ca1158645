import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '../types.ts';
import { lockFolder } from './store-lock.ts';

/** Where `--persist` keeps tables: descriptions as JSON, items in the engine's own folder. */
export interface Store {
  /** Folder of the engine. */
  items: string;
  load(): Promise<Table[]>;
  save(tables: Iterable<Table>): Promise<void>;
  clear(): Promise<void>;
  /** Lets other processes use the folder. */
  release(): Promise<void>;
}

export async function openStore(dataDir: string): Promise<Store> {
  const folder = join(dataDir, 'dynamodb');
  const file = join(folder, 'tables.json');
  await mkdir(folder, { recursive: true });
  const release = await lockFolder(folder);
  let writing = Promise.resolve();
  const write = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  return {
    items: join(folder, 'items'),
    load: () => read(file),
    save: (tables) => {
      const text = `${JSON.stringify([...tables], null, 2)}\n`;
      const turn = writing.then(() => write(text));
      writing = turn.catch(() => {});
      return turn;
    },
    clear: async () => {
      for (const name of ['items', 'rebuild', 'tables.json']) {
        await rm(join(folder, name), { recursive: true, force: true });
      }
    },
    release,
  };
}

async function read(file: string): Promise<Table[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  try {
    return JSON.parse(text) as Table[];
  } catch {
    throw new Error(`${file} is not JSON: mend or delete it; the items are kept apart from it.`);
  }
}
