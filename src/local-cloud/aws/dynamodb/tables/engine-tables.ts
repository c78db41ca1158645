import { ask, type Engine } from '../engine/engine.ts';
import { scan } from '../items/scan.ts';
import type { Definition, Item } from '../types.ts';

interface Description {
  Table: { TableStatus: string } & Partial<Definition>;
}

/** Creates a table in an engine and waits until it takes items. Throughput is the room's matter, not the engine's. */
export async function createInEngine(engine: Engine, name: string, definition: Definition): Promise<void> {
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = definition;
  const bare = ({ IndexName, KeySchema, Projection }: (typeof global)[number]) => ({
    IndexName,
    KeySchema,
    Projection,
  });
  await ask(engine, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: definition.AttributeDefinitions,
    KeySchema: definition.KeySchema,
    GlobalSecondaryIndexes: global.length > 0 ? global.map(bare) : undefined,
    LocalSecondaryIndexes: local.length > 0 ? local.map(bare) : undefined,
  });
  await untilActive(engine, name);
}

export async function untilActive(engine: Engine, name: string): Promise<void> {
  for (;;) {
    const { Table } = await ask<Description>(engine, 'DescribeTable', { TableName: name });
    if (Table.TableStatus === 'ACTIVE') return;
    await turn();
  }
}

export async function deleteInEngine(engine: Engine, name: string): Promise<void> {
  await ask(engine, 'DeleteTable', { TableName: name });
  while ((await engine.call('DescribeTable', JSON.stringify({ TableName: name }))).status === 200)
    await turn();
}

/** All items at once; for tables of a laptop's size. */
export async function itemsOf(engine: Engine, name: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of scan(engine, name)) items.push(item);
  return items;
}

export async function putItems(engine: Engine, name: string, items: Item[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await ask(engine, 'BatchWriteItem', { RequestItems: { [name]: requests } });
  }
}

/** Tables that the engine's folder holds, for a start after a lost description. */
export async function definitionsIn(engine: Engine): Promise<Map<string, Definition>> {
  const found = new Map<string, Definition>();
  for (const name of await namesIn(engine)) {
    const { Table } = await ask<Description>(engine, 'DescribeTable', { TableName: name });
    found.set(name, {
      AttributeDefinitions: Table.AttributeDefinitions ?? [],
      KeySchema: Table.KeySchema ?? [],
      GlobalSecondaryIndexes: Table.GlobalSecondaryIndexes ?? [],
      LocalSecondaryIndexes: Table.LocalSecondaryIndexes ?? [],
    });
  }
  return found;
}

async function namesIn(engine: Engine): Promise<string[]> {
  const names: string[] = [];
  let last: string | undefined;
  do {
    const page: { TableNames: string[]; LastEvaluatedTableName?: string } = await ask(engine, 'ListTables', {
      ExclusiveStartTableName: last,
    });
    names.push(...page.TableNames);
    last = page.LastEvaluatedTableName;
  } while (last);
  return names;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
