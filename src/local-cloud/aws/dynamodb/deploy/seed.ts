import type { Resource } from '../../../contract.ts';
import { type Database, notice } from '../database.ts';
import { ask } from '../engine/engine.ts';
import { change } from '../items/change.ts';
import { keyOf } from '../items/key.ts';
import { marshalItem } from '../items/marshal.ts';
import type { Table } from '../types.ts';

type Items = readonly Record<string, unknown>[];
type Seeds = Record<string, Items | (() => Items | Promise<Items>)>;

/**
 * Fills new tables with `seed` of `dev/config.ts`: plain objects by logical id, construct path or table name, or a
 * function that gives them. Tables that were there before keep what they have.
 */
export async function seed(
  database: Database,
  resources: Resource[],
  fresh: Map<Resource, Table>,
): Promise<void> {
  for (const [name, given] of Object.entries(await seedsOf(database))) {
    const named = resources.filter((resource) => isNamed(resource, name));
    if (named.length !== 1) notice(database, unclear(name, named));
    const table = named.length === 1 ? fresh.get(named[0]!) : undefined;
    if (!table) continue;
    const items = typeof given === 'function' ? await given() : given;
    if (Array.isArray(items)) await fill(database, table, name, items);
    else notice(database, `seed['${name}'] is no list of items; table ${table.name} stays empty.`);
  }
}

async function seedsOf({ cloud }: Database): Promise<Seeds> {
  const given: unknown = cloud.config.seed;
  const seeds = typeof given === 'function' ? await given() : given;
  return typeof seeds === 'object' && seeds !== null ? (seeds as Seeds) : {};
}

async function fill(database: Database, table: Table, name: string, items: Items): Promise<void> {
  for (const [index, plain] of items.entries()) {
    try {
      const item = marshalItem(plain);
      const key = keyOf(table, item);
      const put = () => ask(database.engine, 'PutItem', { TableName: table.name, Item: item });
      await (key ? change(database, [{ table, key }], put) : put());
    } catch (error) {
      notice(database, `seed['${name}'][${index}] was not written: ${(error as Error).message}.`);
    }
  }
}

/** A path also without its stack, and without CDK's `Resource` or `Default` at the end. */
function isNamed({ logicalId, ref, path }: Resource, name: string): boolean {
  if (name === logicalId || name === ref || name === path) return true;
  const short = path.replace(/\/(Resource|Default)$/, '');
  return name === short || name === short.split('/').slice(1).join('/');
}

function unclear(name: string, named: Resource[]): string {
  return named.length === 0
    ? `seed['${name}'] names no table: use a logical id, a construct path or a table name.`
    : `seed['${name}'] names ${named.length} tables: use one of ${named.map(({ path }) => path).join(', ')}.`;
}
