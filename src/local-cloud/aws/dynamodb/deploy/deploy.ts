import type { Resource } from '../../../contract.ts';
import { tableArn } from '../access.ts';
import { type Database, notice, saveTables } from '../database.ts';
import { newTable } from '../tables/definition.ts';
import { definitionsIn, itemsOf, putItems } from '../tables/engine-tables.ts';
import {
  closeStream,
  createTable,
  dropTable,
  misfits,
  openStream,
  rebuild,
  register,
} from '../tables/lifecycle.ts';
import { readExpiries } from '../tables/ttl.ts';
import type { Table } from '../types.ts';
import { seed } from './seed.ts';
import { fromTemplate, sameIndexes, sameKey, settingsOf, tableTypes, withoutIndexesOn } from './template.ts';
import { unservedCalls } from './unserved-calls.ts';

/** Fits the tables to the model: new ones come, changed ones change, and no item goes unsaid. */
export async function deployTables(database: Database): Promise<void> {
  const resources = database.cloud.model.byType(...tableTypes);
  const names = new Set<string>();
  const fresh = new Map<Resource, Table>();
  for (const resource of resources) {
    if (names.has(resource.ref)) {
      notice(database, `Two resources define a table ${resource.ref}; only the first is served.`);
      continue;
    }
    names.add(resource.ref);
    const { table, left } = fromTemplate(resource);
    for (const text of left) notice(database, text);
    if (await deployTable(database, table)) fresh.set(resource, database.tables.get(table.name)!);
  }
  for (const text of unservedCalls(database.cloud.model)) notice(database, text);
  await leaveRemoved(database, names);
  await saveTables(database);
  await seed(database, resources, fresh);
}

/** Tables that lie in the engine's folder without a description become known again. */
export async function adoptTables(database: Database): Promise<void> {
  if (!database.store) return;
  for (const [name, definition] of await definitionsIn(database.engine)) {
    if (database.tables.has(name)) continue;
    const table = newTable(name, tableArn('us-east-1', '000000000000', name), {
      ...definition,
      BillingMode: 'PAY_PER_REQUEST',
    });
    await register(database, table);
  }
  for (const table of database.tables.values()) {
    openStream(database, table);
    await readExpiries(database, table);
  }
}

/** Gives true when the table is new and empty. */
async function deployTable(database: Database, wanted: Table): Promise<boolean> {
  const table = database.tables.get(wanted.name);
  if (!table) {
    await createTable(database, wanted);
    return true;
  }
  if (!sameKey(table, wanted)) {
    await replace(database, table, wanted);
    return true;
  }
  if (!sameIndexes(table, wanted)) await reindex(database, table, wanted);
  else
    table.definition = {
      ...table.definition,
      GlobalSecondaryIndexes: wanted.definition.GlobalSecondaryIndexes,
    };
  const expires = table.ttl !== wanted.ttl;
  const { stream } = table;
  Object.assign(table, settingsOf(wanted));
  if (stream && stream.arn !== wanted.stream?.arn) closeStream(database, stream.arn);
  openStream(database, table);
  if (expires) await readExpiries(database, table);
  return false;
}

/** CloudFormation would make a new, empty table and (with RETAIN) leave the old one; so the items move aside. */
async function replace(database: Database, table: Table, wanted: Table): Promise<void> {
  const items = await itemsOf(database.engine, table.name);
  const aside = items.length > 0 ? freeName(database, table.name) : undefined;
  if (aside !== undefined) {
    const kept = {
      ...table,
      name: aside,
      arn: table.arn.replace(/[^/]+$/, aside),
      stream: undefined,
      path: undefined,
    };
    await createTable(database, { ...kept, ttl: undefined });
    await putItems(database.engine, aside, items);
  }
  await dropTable(database, table);
  await createTable(database, wanted);
  const fate =
    aside === undefined ? 'it held no items' : `its ${items.length} items are now in table ${aside}`;
  notice(
    database,
    `Table ${table.name} was REPLACED by an empty one, because its primary key changed: ${fate}. On AWS the deploy ` +
      'replaces the table too, under a new name, and no item moves by itself.',
  );
}

function freeName({ tables }: Database, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = `${name.slice(0, 240)}.kept-${number}`;
    if (!tables.has(candidate)) return candidate;
  }
}

async function reindex(database: Database, table: Table, wanted: Table): Promise<void> {
  const { definition } = wanted;
  const items = await itemsOf(database.engine, table.name);
  const wrong = misfits(items, definition);
  for (const attribute of wrong) {
    notice(
      database,
      `Table ${table.name} goes without its indexes on ${attribute}: items hold it with another type. Mend the items, ` +
        'then save the stack again.',
    );
  }
  const old = JSON.stringify(table.definition.LocalSecondaryIndexes.map((index) => index.IndexName));
  if (old !== JSON.stringify(definition.LocalSecondaryIndexes.map((index) => index.IndexName))) {
    notice(
      database,
      `The local indexes of table ${table.name} changed: here its items stay, on AWS the deploy REPLACES the table.`,
    );
  }
  await rebuild(database, table, withoutIndexesOn(wanted, wrong));
}

/** As with RETAIN on AWS, a table that left the template stays, with its items, and nothing manages it. */
async function leaveRemoved(database: Database, names: Set<string>): Promise<void> {
  for (const table of database.tables.values()) {
    if (table.path === undefined || names.has(table.name)) continue;
    table.path = undefined;
    notice(
      database,
      `Table ${table.name} is no longer in the templates; it is kept with its items. Remove it with DeleteTable.`,
    );
  }
}
