import assert from 'node:assert/strict';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, failure, put } from './context.ts';

export const item = {
  s: 'hello',
  n: 5,
  b: new Uint8Array([1, 2]),
  yes: true,
  list: ['a', 1],
  map: { deep: 'x' },
  tags: new Set(['red', 'blue']),
};

/** True when a filter keeps the item. */
async function holds(context: Context, pk: string, filter: string, values?: Record<string, unknown>) {
  const names = ['map', 'list'].filter((name) => filter.includes(name));
  const { Count } = await context.doc.send(
    new QueryCommand({
      TableName: context.orders,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: filter.replace(/\b(map|list)\b/g, '#$1'),
      ExpressionAttributeNames:
        names.length > 0 ? Object.fromEntries(names.map((name) => [`#${name}`, name])) : undefined,
      ExpressionAttributeValues: { ':pk': pk, ...values },
    }),
  );
  return Count === 1;
}

/** Filter, values, and whether it holds for `item` (Developer Guide, "Condition and filter expressions"). */
export const filters: [filter: string, values: Record<string, unknown> | undefined, expected: boolean][] = [
  ['s = :v', { ':v': 'hello' }, true],
  ['s <> :v', { ':v': 'hello' }, false],
  ['n < :v', { ':v': 5.5 }, true],
  ['n >= :v', { ':v': 6 }, false],
  ['n BETWEEN :a AND :z', { ':a': 5, ':z': 9 }, true],
  ['s IN (:a, :z)', { ':a': 'x', ':z': 'hello' }, true],
  ['n = :v', { ':v': '5' }, false],
  ['attribute_exists(map.deep)', undefined, true],
  ['attribute_exists(absent)', undefined, false],
  ['attribute_not_exists(map.absent)', undefined, true],
  ['attribute_type(tags, :v)', { ':v': 'SS' }, true],
  ['begins_with(s, :v)', { ':v': 'hel' }, true],
  ['contains(s, :v)', { ':v': 'ell' }, true],
  ['contains(tags, :v)', { ':v': 'blue' }, true],
  ['contains(list, :v)', { ':v': 1 }, true],
  ['contains(tags, :v)', { ':v': 'bl' }, false],
  ['size(s) = :v', { ':v': 5 }, true],
  ['size(tags) > :v', { ':v': 2 }, false],
  ['list[1] = :v', { ':v': 1 }, true],
  ['tags = :v', { ':v': new Set(['blue', 'red']) }, true],
  ['map = :v', { ':v': { deep: 'x' } }, true],
  ['list = :v', { ':v': ['a', 1] }, true],
  ['map = :v', { ':v': { deep: 'y' } }, false],
  ['map = :v', { ':v': {} }, false],
  [':v = list', { ':v': ['a', 1] }, true],
  ['list <> :v', { ':v': ['a'] }, true],
  ['map IN (:a, :v)', { ':a': 'x', ':v': { deep: 'x' } }, true],
  ['absent <> :v', { ':v': { deep: 'x' } }, true],
  ['map <> :v', { ':v': { deep: 'x' } }, false],
  ['NOT s = :v OR n = :five', { ':v': 'hello', ':five': 5 }, true],
  ['NOT (s = :v OR n = :five)', { ':v': 'hello', ':five': 5 }, false],
  ['absent <> :v', { ':v': 1 }, true],
  ['absent < :v', { ':v': 1 }, false],
];

export const expressions: Check[] = [
  ...filters.map(
    ([filter, values, expected]): Check => ({
      name: `${filter} with ${JSON.stringify(values ?? {}, (_, value) => (value instanceof Set ? [...value] : value))}: ${expected}`,
      run: async (context) => {
        const pk = context.unique();
        await put(context, pk, 'x', item);
        assert.equal(await holds(context, pk, filter, values), expected);
      },
    }),
  ),
  {
    name: 'a filter on a document counts, projects and pages',
    run: async (context) => {
      const pk = context.unique();
      for (const [sk, deep] of ['x', 'y', 'x'].entries()) {
        await put(context, pk, String(sk), { map: { deep }, list: [sk, { a: 1, b: 2 }] });
      }
      const input = {
        TableName: context.orders,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: '#map = :map',
        ExpressionAttributeNames: { '#map': 'map' },
        ExpressionAttributeValues: { ':pk': pk, ':map': { deep: 'x' } },
      };
      const counted = await context.doc.send(new QueryCommand({ ...input, Select: 'COUNT' }));
      assert.deepEqual([counted.Count, counted.ScannedCount, counted.Items], [2, 3, undefined]);
      const names = { ...input.ExpressionAttributeNames, '#list': 'list' };
      const projected = { ProjectionExpression: '#list[1].b, sk', ExpressionAttributeNames: names };
      const page = await context.doc.send(new QueryCommand({ ...input, ...projected, Limit: 1 }));
      assert.deepEqual(page.Items, [{ sk: '0', list: [{ b: 2 }] }]);
      assert.deepEqual(page.LastEvaluatedKey, { pk, sk: '0' });
    },
  },
  {
    name: 'a reserved word needs a placeholder',
    run: async ({ doc, orders, unique }) => {
      const write = new UpdateCommand({
        TableName: orders,
        Key: { pk: unique(), sk: 'x' },
        UpdateExpression: 'SET status = :v',
        ExpressionAttributeValues: { ':v': 1 },
      });
      await failure(doc.send(write), 'ValidationException', /reserved keyword: status/);
    },
  },
  {
    name: 'a value that no expression uses is refused',
    run: async ({ doc, orders, unique }) => {
      const write = new PutCommand({
        TableName: orders,
        Item: { pk: unique(), sk: 'x' },
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeValues: { ':v': 1 },
      });
      await failure(doc.send(write), 'ValidationException', /unused in expressions: keys: \{:v\}/);
    },
  },
  {
    name: 'a value that is not defined is refused',
    run: async ({ client, orders }) => {
      const scan = new ScanCommand({ TableName: orders, FilterExpression: 'a = :v' });
      await failure(client.send(scan), 'ValidationException', /:v/);
    },
  },
  {
    name: 'a syntax error names the expression',
    run: async ({ client, orders }) => {
      const scan = new ScanCommand({ TableName: orders, FilterExpression: 'a ===' });
      await failure(client.send(scan), 'ValidationException', /Invalid FilterExpression: Syntax error/);
    },
  },
];
