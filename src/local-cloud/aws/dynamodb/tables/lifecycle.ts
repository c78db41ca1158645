import { rm } from 'node:fs/promises';
import type { Database } from '../database.ts';
import { saveTables } from '../database.ts';
import { validation } from '../errors.ts';
import { countWrite } from '../items/change.ts';
import { attributeType } from '../items/key.ts';
import { openLog } from '../streams/log.ts';
import type { Definition, Item, Table } from '../types.ts';
import { createInEngine, deleteInEngine, itemsOf, putItems } from './engine-tables.ts';
import { keepCopy } from './rebuild-copies.ts';
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
  if (stream) closeStream(database, stream.arn);
  await saveTables(database);
}

/** Turns the stream of a table on, or leaves the records of an earlier run in place. */
export function openStream(database: Database, { name, stream, definition }: Table): void {
  if (!stream) return;
  const log = database.streams.get(stream.arn);
  if (!log) database.streams.set(stream.arn, openLog(stream.arn, name, stream.view, definition.KeySchema));
  else Object.assign(log, { enabled: true, view: stream.view, keySchema: definition.KeySchema });
}

/** No record comes any more; those that are there stay readable. */
export function closeStream({ streams, keptStreams }: Database, arn: string): void {
  const log = streams.get(arn);
  if (!log) return;
  log.enabled = false;
  keptStreams.changed();
}

/** Attributes of index keys whose type an item does not match; such an item cannot be written with the index in place. */
export function misfits(items: Item[], definition: Definition): string[] {
  const indexes = [...definition.GlobalSecondaryIndexes, ...definition.LocalSecondaryIndexes];
  const names = new Set(indexes.flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)));
  return [...names].filter((name) => {
    const type = attributeType(definition.AttributeDefinitions, name);
    return items.some((item) => item[name] !== undefined && item[name][type] === undefined);
  });
}

/** AWS leaves items of another type out of an index; the engine would refuse the item. */
function checkFit(items: Item[], definition: Definition): void {
  const [attribute] = misfits(items, definition);
  if (attribute === undefined) return;
  throw validation(
    `The local cloud cannot build the index: items hold ${attribute} with another type than AttributeDefinitions say.`,
  );
}

/**
 * Gives a table other indexes: the engine knows no online change, so the table is made anew with its items. On disk the
 * items lie in a file meanwhile, and `resumeRebuilds` ends what a crash broke off. Throws, without effect, when an item
 * does not fit an index.
 */
export async function rebuild(database: Database, table: Table, definition: Definition): Promise<void> {
  const { engine, locks, busy } = database;
  const { name } = table;
  const work = locks([{ name }], async () => {
    const items = await itemsOf(engine, name);
    checkFit(items, definition);
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
