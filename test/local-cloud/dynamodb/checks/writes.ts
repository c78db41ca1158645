import assert from 'node:assert/strict';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, failure, get, put } from './context.ts';

export const writes: Check[] = [
  {
    name: 'PutItem stores every type and GetItem gives it back',
    run: async (context) => {
      const pk = context.unique();
      const item = {
        text: 'ä€😀',
        empty: '',
        number: -12.5,
        yes: true,
        nothing: null,
        bytes: new Uint8Array([1, 2, 255]),
        list: [1, 'two', { three: 3 }],
        map: { a: { b: [] } },
        strings: new Set(['a', 'b']),
        numbers: new Set([1, 2]),
      };
      await put(context, pk, 'x', item);
      assert.deepEqual(await get(context, pk, 'x'), { pk, sk: 'x', ...item });
    },
  },
  {
    name: 'numbers keep 38 digits and lose zeros at their ends',
    run: async ({ client, doc, orders, unique }) => {
      const pk = unique();
      const long = '12345678901234567890123456789012345678';
      const Item = { pk: { S: pk }, sk: { S: 'x' }, long: { N: long }, padded: { N: '0012.500' } };
      await client.send(new PutItemCommand({ TableName: orders, Item }));
      const { Item: read } = await doc.send(new GetCommand({ TableName: orders, Key: { pk, sk: 'x' } }));
      assert.equal(read?.padded, 12.5);
      const tooLong = { ...Item, long: { N: `${long}9` } };
      await failure(
        client.send(new PutItemCommand({ TableName: orders, Item: tooLong })),
        'ValidationException',
        /38 significant digits/,
      );
    },
  },
  {
    name: 'PutItem replaces the whole item and gives the old one on ALL_OLD',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1, b: 2 });
      const command = { TableName: context.orders, Item: { pk, sk: 'x', c: 3 } };
      const { Attributes } = await context.doc.send(new PutCommand({ ...command, ReturnValues: 'ALL_OLD' }));
      assert.deepEqual(Attributes, { pk, sk: 'x', a: 1, b: 2 });
      assert.deepEqual(await get(context, pk, 'x'), { pk, sk: 'x', c: 3 });
    },
  },
  {
    name: 'PutItem gives no Attributes for a new item',
    run: async ({ doc, orders, unique }) => {
      const Item = { pk: unique(), sk: 'x' };
      const answer = await doc.send(new PutCommand({ TableName: orders, Item, ReturnValues: 'ALL_OLD' }));
      assert.equal(answer.Attributes, undefined);
    },
  },
  {
    name: 'a failed condition leaves the item alone',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1 });
      const second = new PutCommand({
        TableName: context.orders,
        Item: { pk, sk: 'x', a: 2 },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      const error = await failure(
        context.doc.send(second),
        'ConditionalCheckFailedException',
        /^The conditional request failed$/,
      );
      assert.equal(error.Item, undefined);
      assert.deepEqual(await get(context, pk, 'x'), { pk, sk: 'x', a: 1 });
    },
  },
  {
    name: 'a failed condition gives the item on ALL_OLD, for Put and Delete',
    run: async ({ client, doc, orders, unique }) => {
      const key = { pk: { S: unique() }, sk: { S: 'x' } };
      const item = { ...key, n: { N: '7' } };
      await client.send(new PutItemCommand({ TableName: orders, Item: item }));
      const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
      const again = { TableName: orders, Item: key, ConditionExpression: 'attribute_not_exists(pk)' };
      const error = await failure(
        client.send(new PutItemCommand({ ...again, ...onFailure })),
        'ConditionalCheckFailedException',
      );
      assert.deepEqual(error.Item, item);
      const remove = new DeleteCommand({
        TableName: orders,
        Key: { pk: key.pk.S, sk: 'x' },
        ConditionExpression: 'n = :n',
        ExpressionAttributeValues: { ':n': 8 },
        ...onFailure,
      });
      // The document client passes the item on; its form there is not this check's matter.
      assert.ok((await failure(doc.send(remove), 'ConditionalCheckFailedException')).Item);
    },
  },
  {
    name: 'a failed condition on a missing item gives no Item',
    run: async ({ doc, orders, unique }) => {
      const remove = new DeleteCommand({
        TableName: orders,
        Key: { pk: unique(), sk: 'x' },
        ConditionExpression: 'attribute_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      assert.equal((await failure(doc.send(remove), 'ConditionalCheckFailedException')).Item, undefined);
    },
  },
  {
    name: 'DeleteItem is idempotent and gives the old item once',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1 });
      const input = { TableName: context.orders, Key: { pk, sk: 'x' }, ReturnValues: 'ALL_OLD' as const };
      assert.deepEqual((await context.doc.send(new DeleteCommand(input))).Attributes, { pk, sk: 'x', a: 1 });
      assert.equal((await context.doc.send(new DeleteCommand(input))).Attributes, undefined);
    },
  },
  {
    name: 'of 20 writers on one condition one wins',
    run: async ({ doc, orders, unique }) => {
      const pk = unique();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, winner) =>
          doc.send(
            new PutCommand({
              TableName: orders,
              Item: { pk, sk: 'x', winner },
              ConditionExpression: 'attribute_not_exists(pk)',
            }),
          ),
        ),
      );
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    },
  },
  {
    name: 'GetItem projects nested paths and gives nothing for a missing item',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { list: [{ a: 1, b: 2 }, 5], map: { c: { d: 1, e: 2 } } });
      const { Item } = await context.doc.send(
        new GetCommand({
          TableName: context.orders,
          Key: { pk, sk: 'x' },
          ProjectionExpression: '#l[0].a, #m.c.e',
          ExpressionAttributeNames: { '#l': 'list', '#m': 'map' },
        }),
      );
      assert.deepEqual(Item, { list: [{ a: 1 }], map: { c: { e: 2 } } });
      assert.equal(await get(context, pk, 'y'), undefined);
    },
  },
  {
    name: 'capacity is reported when asked for',
    run: async ({ doc, orders, unique }) => {
      const Item = { pk: unique(), sk: 'x', text: 'x'.repeat(1500) };
      const total = { TableName: orders, ReturnConsumedCapacity: 'TOTAL' as const };
      const written = await doc.send(new PutCommand({ ...total, Item }));
      assert.equal(written.ConsumedCapacity?.TableName, orders);
      assert.ok((written.ConsumedCapacity?.CapacityUnits ?? 0) >= 2);
      const Key = { pk: Item.pk, sk: 'x' };
      const read = await doc.send(new GetCommand({ ...total, Key, ConsistentRead: true }));
      assert.equal(read.ConsumedCapacity?.CapacityUnits, 1);
    },
  },
];
