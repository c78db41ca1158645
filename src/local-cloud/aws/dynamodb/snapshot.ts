import type { Database } from './database.ts';
import { ask } from './engine/engine.ts';
import { count } from './tables/describe.ts';
import type { Item, Table } from './types.ts';

/** Enough to see what a table holds. */
const shownItems = 25;

/** Tables with counts, settings and first items (in the wire form) for the console page. */
export async function tablesSnapshot(database: Database): Promise<object[]> {
  return Promise.all([...database.tables.values()].map((table) => panel(database, table)));
}

async function panel(database: Database, table: Table): Promise<object> {
  const { name, arn, path, definition, ttl, stream } = table;
  const { items, bytes } = await count(database, table);
  const { Items: first = [] } = await ask<{ Items?: Item[] }>(database.engine, 'Scan', {
    TableName: name,
    Limit: shownItems,
  });
  return {
    name,
    arn,
    path,
    key: definition.KeySchema.map(({ AttributeName }) => AttributeName),
    indexes: [...definition.GlobalSecondaryIndexes, ...definition.LocalSecondaryIndexes].map((index) => ({
      name: index.IndexName,
      key: index.KeySchema.map(({ AttributeName }) => AttributeName),
    })),
    ttl,
    stream: stream?.view,
    itemCount: items,
    sizeBytes: bytes,
    items: first,
  };
}
