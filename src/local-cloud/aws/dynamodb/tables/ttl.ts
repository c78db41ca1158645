import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import { change } from '../items/change.ts';
import { keyOf } from '../items/key.ts';
import { scan } from '../items/scan.ts';
import type { Item, Table } from '../types.ts';
import { noteExpiry } from './expiry.ts';

/** An item whose expiry is more than five years past stays (Developer Guide, "Using time to live", 2025). */
const tooOldSeconds = 5 * 365 * 24 * 60 * 60;

/** Reads the expiries of a table that already has items. */
export async function readExpiries(database: Database, table: Table): Promise<void> {
  database.expiry.delete(table.name);
  if (table.ttl === undefined) return;
  for await (const item of scan(database.engine, table.name)) {
    const key = keyOf(table, item);
    if (key) noteExpiry(database, table, key, item);
  }
}

/**
 * Deletes what has expired by `now` (milliseconds since the epoch), and records it in the streams as the service's
 * own deletion. AWS takes up to a few days; here an item goes within seconds.
 */
export async function sweep(database: Database, now: number): Promise<void> {
  for (const [name, entries] of database.expiry) {
    const table = database.tables.get(name);
    if (!table) database.expiry.delete(name);
    for (const [text, { key, at }] of entries) {
      if (at * 1000 > now) continue;
      if (table?.ttl === undefined || at < now / 1000 - tooOldSeconds) entries.delete(text);
      else await expire(database, table, key, table.ttl, now);
    }
  }
}

async function expire(database: Database, table: Table, key: Item, ttl: string, now: number): Promise<void> {
  const remove = () =>
    ask(database.engine, 'DeleteItem', {
      TableName: table.name,
      Key: key,
      ConditionExpression: '#ttl <= :now',
      ExpressionAttributeNames: { '#ttl': ttl },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
    });
  try {
    await change(database, [{ table, key }], remove, true);
  } catch {
    // The item was changed or deleted meanwhile; its next expiry, if any, is already noted.
  }
}
