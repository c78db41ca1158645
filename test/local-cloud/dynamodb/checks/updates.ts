import assert from 'node:assert/strict';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, failure, get, put } from './context.ts';

async function update(context: Context, pk: string, input: Partial<UpdateCommandInput>) {
  const answer = await context.doc.send(
    new UpdateCommand({ TableName: context.orders, Key: { pk, sk: 'x' }, ...input }),
  );
  return answer.Attributes;
}

export const updates: Check[] = [
  {
    name: 'UpdateItem creates an item, with ALL_NEW',
    run: async (context) => {
      const pk = context.unique();
      const after = await update(context, pk, {
        UpdateExpression: 'SET a = :a ADD n :n, tags :t',
        ExpressionAttributeValues: { ':a': 'x', ':n': 2, ':t': new Set(['one']) },
        ReturnValues: 'ALL_NEW',
      });
      assert.deepEqual(after, { pk, sk: 'x', a: 'x', n: 2, tags: new Set(['one']) });
    },
  },
  {
    name: 'SET knows arithmetic, if_not_exists and list_append',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { n: 10, list: [1] });
      const after = await update(context, pk, {
        UpdateExpression: 'SET n = n - :d, #l = list_append(:two, #l), fresh = if_not_exists(fresh, :d) + :d',
        ExpressionAttributeNames: { '#l': 'list' },
        ExpressionAttributeValues: { ':d': 3, ':two': [2] },
        ReturnValues: 'ALL_NEW',
      });
      assert.deepEqual(after, { pk, sk: 'x', n: 7, list: [2, 1], fresh: 6 });
    },
  },
  {
    name: 'all right sides see the item as it was',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1, b: 2 });
      const after = await update(context, pk, {
        UpdateExpression: 'SET a = b, b = a',
        ReturnValues: 'ALL_NEW',
      });
      assert.deepEqual(after, { pk, sk: 'x', a: 2, b: 1 });
    },
  },
  {
    name: 'ADD and DELETE work on numbers and sets; an empty set goes',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { n: 1, s: new Set(['a', 'b']), gone: new Set(['z']) });
      const after = await update(context, pk, {
        UpdateExpression: 'ADD n :n DELETE s :a, gone :z',
        ExpressionAttributeValues: { ':n': -3, ':a': new Set(['a', 'q']), ':z': new Set(['z']) },
        ReturnValues: 'ALL_NEW',
      });
      assert.deepEqual(after, { pk, sk: 'x', n: -2, s: new Set(['b']) });
    },
  },
  {
    name: 'REMOVE takes attributes, nested ones and list elements',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1, map: { b: 1, c: 2 }, list: [0, 1, 2] });
      await update(context, pk, {
        UpdateExpression: 'REMOVE a, #m.b, #l[1]',
        ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
      });
      assert.deepEqual(await get(context, pk, 'x'), { pk, sk: 'x', map: { c: 2 }, list: [0, 2] });
    },
  },
  {
    name: 'UPDATED_NEW and UPDATED_OLD give only what was touched',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1, b: 1 });
      const set = { UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ':v': 2 } };
      assert.deepEqual(await update(context, pk, { ...set, ReturnValues: 'UPDATED_NEW' }), { a: 2 });
      assert.deepEqual(await update(context, pk, { ...set, ReturnValues: 'UPDATED_OLD' }), { a: 2 });
    },
  },
  {
    name: 'a nested UPDATED_NEW gives the nested attribute only',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { map: { a: 1, b: 1 } });
      const after = await update(context, pk, {
        UpdateExpression: 'SET #m.a = :v',
        ExpressionAttributeNames: { '#m': 'map' },
        ExpressionAttributeValues: { ':v': 2 },
        ReturnValues: 'UPDATED_NEW',
      });
      assert.deepEqual(after, { map: { a: 2 } });
    },
  },
  {
    name: 'UPDATED_NEW after a REMOVE gives no Attributes',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1 });
      const after = await update(context, pk, { UpdateExpression: 'REMOVE a', ReturnValues: 'UPDATED_NEW' });
      assert.equal(after, undefined);
    },
  },
  {
    name: 'a list grows at its end when an index lies beyond it',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { list: ['a'] });
      await update(context, pk, {
        UpdateExpression: 'SET #l[9] = :v',
        ExpressionAttributeNames: { '#l': 'list' },
        ExpressionAttributeValues: { ':v': 'z' },
      });
      assert.deepEqual((await get(context, pk, 'x'))?.list, ['a', 'z']);
    },
  },
  {
    name: 'the primary key cannot be updated',
    run: async (context) => {
      const change = { UpdateExpression: 'SET sk = :v', ExpressionAttributeValues: { ':v': 'y' } };
      await failure(
        update(context, context.unique(), change),
        'ValidationException',
        /Cannot update attribute sk. This attribute is part of the key/,
      );
    },
  },
  {
    name: 'a path through a missing map is invalid',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x');
      const change = { UpdateExpression: 'SET a.b = :v', ExpressionAttributeValues: { ':v': 'y' } };
      await failure(
        update(context, pk, change),
        'ValidationException',
        /document path .* is invalid for update/,
      );
    },
  },
  {
    name: 'arithmetic on a text is refused',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 'text' });
      const change = { UpdateExpression: 'SET a = a + :v', ExpressionAttributeValues: { ':v': 1 } };
      await failure(update(context, pk, change), 'ValidationException', /incorrect data type/);
    },
  },
  {
    name: 'a failed condition of an update gives the item on ALL_OLD',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { version: 1 });
      const change = update(context, pk, {
        UpdateExpression: 'SET version = :next',
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': 0, ':next': 1 },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      assert.ok((await failure(change, 'ConditionalCheckFailedException')).Item);
    },
  },
  {
    name: '100 concurrent ADDs lose none',
    run: async (context) => {
      const pk = context.unique();
      const one = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } };
      await Promise.all(Array.from({ length: 100 }, () => update(context, pk, one)));
      assert.equal((await get(context, pk, 'x'))?.n, 100);
    },
  },
];
