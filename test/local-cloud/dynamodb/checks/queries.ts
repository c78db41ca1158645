import assert from 'node:assert/strict';
import {
  type NativeAttributeValue,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, failure, put } from './context.ts';

type Found = Record<string, NativeAttributeValue>;

async function query(context: Context, input: Partial<QueryCommandInput>) {
  return context.doc.send(new QueryCommand({ TableName: context.orders, ...input }));
}

async function sorted(
  context: Context,
  pk: string,
  condition: string,
  values: Found = {},
): Promise<string[]> {
  const { Items = [] } = await query(context, {
    KeyConditionExpression: `pk = :pk AND ${condition}`,
    ExpressionAttributeValues: { ':pk': pk, ...values },
  });
  return Items.map(({ sk }) => sk as string);
}

async function fill(context: Context, keys: string[], more: (sk: string, at: number) => Found = () => ({})) {
  const pk = context.unique();
  for (const [at, sk] of keys.entries()) await put(context, pk, sk, more(sk, at));
  return pk;
}

const own = (pk: string) => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
});

export const queries: Check[] = [
  {
    name: 'Query sorts by the bytes of the sort key, both ways',
    run: async (context) => {
      const pk = await fill(context, ['b', 'B', 'a#2', 'a#10', 'ä']);
      const forward = (await query(context, own(pk))).Items?.map(({ sk }) => sk);
      assert.deepEqual(forward, ['B', 'a#10', 'a#2', 'b', 'ä']);
      const back = (await query(context, { ...own(pk), ScanIndexForward: false })).Items?.map(({ sk }) => sk);
      assert.deepEqual(back, forward?.toReversed());
    },
  },
  {
    name: 'Query takes each operator on the sort key',
    run: async (context) => {
      const pk = await fill(context, ['a', 'b', 'ba', 'c', 'd']);
      assert.deepEqual(await sorted(context, pk, 'sk = :v', { ':v': 'b' }), ['b']);
      assert.deepEqual(await sorted(context, pk, 'sk < :v', { ':v': 'b' }), ['a']);
      assert.deepEqual(await sorted(context, pk, 'sk <= :v', { ':v': 'b' }), ['a', 'b']);
      assert.deepEqual(await sorted(context, pk, 'sk > :v', { ':v': 'b' }), ['ba', 'c', 'd']);
      assert.deepEqual(await sorted(context, pk, 'sk >= :v', { ':v': 'c' }), ['c', 'd']);
      assert.deepEqual(await sorted(context, pk, 'begins_with(sk, :v)', { ':v': 'b' }), ['b', 'ba']);
      const range = { ':a': 'b', ':z': 'c' };
      assert.deepEqual(await sorted(context, pk, 'sk BETWEEN :a AND :z', range), ['b', 'ba', 'c']);
    },
  },
  {
    name: 'pages of a Query join to the whole, and the last may be empty',
    run: async (context) => {
      const pk = await fill(context, ['1', '2', '3', '4']);
      const found: unknown[] = [];
      let start: Found | undefined;
      let pages = 0;
      do {
        const page = await query(context, { ...own(pk), Limit: 2, ExclusiveStartKey: start });
        found.push(...(page.Items ?? []).map(({ sk }) => sk));
        start = page.LastEvaluatedKey;
        pages += 1;
      } while (start);
      assert.deepEqual(found, ['1', '2', '3', '4']);
      assert.equal(pages, 3);
    },
  },
  {
    name: 'Limit counts before the filter',
    run: async (context) => {
      const pk = await fill(context, ['1', '2', '3'], (_, n) => ({ n }));
      const page = await query(context, {
        ...own(pk),
        Limit: 2,
        FilterExpression: 'n = :n',
        ExpressionAttributeValues: { ':pk': pk, ':n': 2 },
      });
      assert.deepEqual([page.Count, page.ScannedCount, page.Items], [0, 2, []]);
      assert.deepEqual(page.LastEvaluatedKey, { pk, sk: '2' });
    },
  },
  {
    name: 'Select COUNT gives no items',
    run: async (context) => {
      const pk = await fill(context, ['1', '2']);
      const { Count, Items } = await query(context, { ...own(pk), Select: 'COUNT' });
      assert.deepEqual([Count, Items], [2, undefined]);
    },
  },
  {
    name: 'a global index is sparse, sorted by number, and pages with all keys',
    run: async (context) => {
      const owner = context.unique();
      await fill(context, ['a', 'b', 'c', 'd'], (sk, at) =>
        sk === 'd' ? {} : { owner, at: [10, -1, 9][at] },
      );
      const byOwner = {
        IndexName: 'byOwner',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': owner },
      };
      const all = await query(context, byOwner);
      assert.deepEqual(
        all.Items?.map(({ sk }) => sk),
        ['b', 'c', 'a'],
      );
      const first = await query(context, { ...byOwner, Limit: 1 });
      assert.deepEqual(Object.keys(first.LastEvaluatedKey ?? {}).sort(), ['at', 'owner', 'pk', 'sk']);
      const rest = await query(context, { ...byOwner, ExclusiveStartKey: first.LastEvaluatedKey });
      assert.equal(rest.Count, 2);
    },
  },
  {
    name: 'a KEYS_ONLY index gives keys, and refuses ALL_ATTRIBUTES',
    run: async (context) => {
      const owner = context.unique();
      const pk = await fill(context, ['a'], () => ({ owner, at: 1, title: 't' }));
      const keysOnly = {
        IndexName: 'keysOnly',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': owner },
      };
      assert.deepEqual((await query(context, keysOnly)).Items, [{ pk, sk: 'a', owner }]);
      await failure(query(context, { ...keysOnly, Select: 'ALL_ATTRIBUTES' }), 'ValidationException');
      await failure(
        query(context, { ...keysOnly, ConsistentRead: true }),
        'ValidationException',
        /[Cc]onsistent/,
      );
    },
  },
  {
    name: 'a local index projects, and fetches the rest when asked',
    run: async (context) => {
      const pk = await fill(context, ['a', 'b'], (_, at) => ({ rank: -at, title: 't', more: 1 }));
      const byRank = { IndexName: 'byRank', ...own(pk), ConsistentRead: true };
      const projected = await query(context, byRank);
      assert.deepEqual(projected.Items?.[0], { pk, sk: 'b', rank: -1, title: 't' });
      const whole = await query(context, { ...byRank, Select: 'ALL_ATTRIBUTES' });
      assert.equal(whole.Items?.[0]?.more, 1);
    },
  },
  {
    name: 'an index follows updates and deletions of its keys',
    run: async (context) => {
      const [before, after] = [context.unique(), context.unique()];
      const pk = await fill(context, ['a'], () => ({ owner: before, at: 1 }));
      const count = async (owner: string) =>
        (
          await query(context, {
            IndexName: 'byOwner',
            KeyConditionExpression: '#o = :o',
            ExpressionAttributeNames: { '#o': 'owner' },
            ExpressionAttributeValues: { ':o': owner },
          })
        ).Count;
      await put(context, pk, 'a', { owner: after, at: 1 });
      assert.deepEqual([await count(before), await count(after)], [0, 1]);
      await put(context, pk, 'a', {});
      assert.equal(await count(after), 0);
    },
  },
  {
    name: 'a Query without the partition key is refused',
    run: async (context) => {
      const call = query(context, {
        KeyConditionExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': 'a' },
      });
      await failure(call, 'ValidationException', /Query condition missed key schema element: pk/);
    },
  },
  {
    name: 'a filter on the primary key is refused',
    run: async (context) => {
      const call = query(context, { ...own('a'), FilterExpression: 'sk = :pk' });
      await failure(
        call,
        'ValidationException',
        /Filter Expression can only contain non-primary key attributes/,
      );
    },
  },
  {
    name: 'an unknown index is refused',
    run: async (context) => {
      const call = query(context, { ...own('a'), IndexName: 'nowhere' });
      await failure(call, 'ValidationException', /The table does not have the specified index: nowhere/);
    },
  },
  {
    name: 'segments of a Scan are disjoint and complete',
    run: async (context) => {
      const mark = context.unique();
      await Promise.all(Array.from({ length: 20 }, () => put(context, context.unique(), 'x', { mark })));
      const scan = async (Segment: number) =>
        (
          await context.doc.send(
            new ScanCommand({
              TableName: context.orders,
              TotalSegments: 3,
              Segment,
              FilterExpression: 'mark = :m',
              ExpressionAttributeValues: { ':m': mark },
            }),
          )
        ).Items ?? [];
      const segments = await Promise.all([scan(0), scan(1), scan(2)]);
      const found = segments.flat().map(({ pk }) => pk as string);
      assert.deepEqual([found.length, new Set(found).size], [20, 20]);
    },
  },
  {
    name: 'a page ends at 1 MB',
    run: async (context) => {
      const pk = await fill(context, ['1', '2', '3', '4', '5'], () => ({ text: 'x'.repeat(300_000) }));
      const page = await query(context, own(pk));
      assert.ok((page.Count ?? 0) < 5);
      assert.ok(page.LastEvaluatedKey);
      const rest = await query(context, { ...own(pk), ExclusiveStartKey: page.LastEvaluatedKey });
      assert.equal((page.Count ?? 0) + (rest.Count ?? 0), 5);
    },
  },
];
