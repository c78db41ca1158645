import { ask, type Engine } from '../engine/engine.ts';
import type { Item } from '../types.ts';

interface Page {
  Items?: Item[];
  LastEvaluatedKey?: Item;
}

/** All items of a table, page by page. */
export async function* scan(engine: Engine, name: string): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const page: Page = await ask<Page>(engine, 'Scan', {
      TableName: name,
      ConsistentRead: true,
      ExclusiveStartKey: start,
    });
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}
