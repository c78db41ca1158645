import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import type { Want } from '../locks.ts';
import { append } from '../streams/log.ts';
import { noteExpiry } from '../tables/expiry.ts';
import type { Item, Table } from '../types.ts';
import { keyText } from './key.ts';
import { sameItem } from './same.ts';

export interface Place {
  table: Table;
  key: Item;
}

/**
 * Runs work that writes the items at `places`, alone with them. Where a table has a stream or TTL, compares each
 * item before and after, and records what changed.
 */
export async function change<T>(
  database: Database,
  places: Place[],
  work: () => Promise<T>,
  byTtl = false,
): Promise<T> {
  return database.locks(places.flatMap(wants), async () => {
    const watched = places.filter(({ table }) => table.stream || table.ttl !== undefined);
    const before = await Promise.all(watched.map((place) => read(database, place)));
    const result = await work();
    const after = await Promise.all(watched.map((place) => read(database, place)));
    for (const { table } of places) countWrite(database, table);
    watched.forEach((place, index) => {
      record(database, place, before[index], after[index], byTtl);
    });
    return result;
  });
}

/** What a writer holds: the table with others, the item alone. */
export function wants({ table, key }: Place): Want[] {
  return [{ name: table.name, shared: true }, { name: `${table.name}\u0000${keyText(key)}` }];
}

/** The item as it is now, or `undefined`. */
export async function read({ engine }: Database, { table, key }: Place): Promise<Item | undefined> {
  const input = { TableName: table.name, Key: key, ConsistentRead: true };
  return (await ask<{ Item?: Item }>(engine, 'GetItem', input)).Item;
}

/**
 * Puts a change into the stream and the expiries. A write that changes nothing leaves no record (Developer Guide,
 * "Change data capture for DynamoDB Streams").
 */
export function record(
  database: Database,
  { table, key }: Place,
  before: Item | undefined,
  after: Item | undefined,
  byTtl = false,
): void {
  if (table.ttl !== undefined) noteExpiry(database, table, key, after);
  const log = table.stream && database.streams.get(table.stream.arn);
  if (!log || sameItem(before, after)) return;
  append(log, { key, before, after, byTtl });
  database.keptStreams.changed();
}

export function countWrite({ writes }: Database, { name }: Table): void {
  writes.set(name, (writes.get(name) ?? 0) + 1);
}
