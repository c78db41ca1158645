import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from '../database.ts';
import { saveTables } from '../database.ts';
import { countWrite } from '../items/change.ts';
import { attributeType } from '../items/key.ts';
import { openLog } from '../streams/log.ts';
import type { Definition, IndexDefinition, Item, Table } from '../types.ts';
import { createInEngine, deleteInEngine, itemsOf, putItems } from './engine-tables.ts';
import { readExpiries } from './ttl.ts';

/** Makes a new table known; the engine has it already. */
export async function register(database: Database, table: Table): Promise<void> {
  database.tables.set(table.name, table);
  openStream(database, table);
  await readExpiries(database, table);
  await saveTables(database);
}

export async function createTable(database: Database, table: Table): Promise<void> {
  await createInEngine(database.engine, table.name, table.definition);
  await register(database, table);
}

/** Deletes a table with its items. Its stream stays readable, as on AWS for 24 hours. */
export async function dropTable(database: Database, { name, stream }: Table): Promise<void> {
  await database.locks([{ name }], () => deleteInEngine(database.engine, name));
  database.tables.delete(name);
  database.expiry.delete(name);
  const log = stream && database.streams.get(stream.arn);
  if (log) log.enabled = false;
  await saveTables(database);
}

/** Turns the stream of a table on, or leaves the records of an earlier run in place. */
export function openStream(database: Database, { name, stream, definition }: Table): void {
  if (!stream) return;
  const log = database.streams.get(stream.arn);
  if (!log) database.streams.set(stream.arn, openLog(stream.arn, name, stream.view, definition.KeySchema));
  else Object.assign(log, { enabled: true, view: stream.view, keySchema: definition.KeySchema });
}

/** Attributes of index keys whose type an item does not match; such an item cannot be written with the index in place. */
export function misfits(items: Item[], definition: Definition, indexes: IndexDefinition[]): string[] {
  const names = new Set(indexes.flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)));
  return [...names].filter((name) => {
    const type = attributeType(definition.AttributeDefinitions, name);
    return items.some((item) => item[name] !== undefined && item[name][type] === undefined);
  });
}

/**
 * Gives a table other indexes: the engine knows no online change, so the table is made anew with its items. On disk the
 * items lie in a file meanwhile, and `resumeRebuilds` ends what a crash broke off.
 */
export async function rebuild(database: Database, table: Table, definition: Definition): Promise<void> {
  const { engine, locks, busy } = database;
  const { name } = table;
  const work = locks([{ name }], async () => {
    const items = await itemsOf(engine, name);
    const copy = await keepCopy(database, name, definition, items);
    await deleteInEngine(engine, name);
    await createInEngine(engine, name, definition);
    await putItems(engine, name, items);
    table.definition = definition;
    await saveTables(database);
    if (copy) await rm(copy);
  });
  busy.set(
    name,
    work.catch(() => {}),
  );
  try {
    await work;
  } finally {
    busy.delete(name);
    countWrite(database, table);
  }
}

interface Copy {
  name: string;
  definition: Definition;
  items: Item[];
}

async function keepCopy(
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
