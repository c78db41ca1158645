import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Database, saveTables } from '../database.ts';
import type { Definition, Item } from '../types.ts';
import { createInEngine, deleteInEngine, putItems } from './engine-tables.ts';

interface Copy {
  name: string;
  definition: Definition;
  items: Item[];
}

/** Writes the items of a table that is about to be made anew; gives the file, or nothing when all is in memory. */
export async function keepCopy(
  { store }: Database,
  name: string,
  definition: Definition,
  items: Item[],
): Promise<string | undefined> {
  if (!store) return undefined;
  const file = join(rebuildFolder(store.items), `${name}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify({ name, definition, items } satisfies Copy));
  await rename(`${file}.new`, file);
  return file;
}

/** Ends rebuilds that a crash broke off. */
export async function resumeRebuilds(database: Database): Promise<void> {
  const { store, engine, tables } = database;
  if (!store) return;
  const folder = rebuildFolder(store.items);
  for (const file of (await readdir(folder).catch(() => [])).filter((each) => each.endsWith('.json'))) {
    const { name, definition, items } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Copy;
    await deleteInEngine(engine, name).catch(() => {});
    await createInEngine(engine, name, definition);
    await putItems(engine, name, items);
    const table = tables.get(name);
    if (table) table.definition = definition;
    await saveTables(database);
    await rm(join(folder, file));
  }
}

function rebuildFolder(items: string): string {
  return join(dirname(items), 'rebuild');
}
