import assert from 'node:assert/strict';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, create, failure, get, put, single } from './context.ts';

async function update({ doc, orders }: Context, pk: string, input: Partial<UpdateCommandInput>) {
  return doc.send(new UpdateCommand({ TableName: orders, Key: { pk, sk: 'x' }, ...input }));
}

async function nested(depth: number): Promise<unknown> {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

export const edges: Check[] = [
  {
    name: 'two paths of an update that overlap are refused',
    run: async (context) => {
      const call = update(context, context.unique(), {
        UpdateExpression: 'SET a = :v, a.b = :v',
        ExpressionAttributeValues: { ':v': 1 },
      });
      await failure(call, 'ValidationException', /Two document paths overlap/);
    },
  },
  {
    name: 'SET from a missing attribute is refused',
    run: async (context) => {
      const call = update(context, context.unique(), { UpdateExpression: 'SET a = b' });
      await failure(call, 'ValidationException', /refers to an attribute that does not exist in the item/);
    },
  },
  {
    name: 'an update past 400 KB is refused, in bytes of UTF-8',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: 'x'.repeat(300_000) });
      for (const text of ['y'.repeat(120_000), '€'.repeat(40_000)]) {
        const set = { UpdateExpression: 'SET b = :b', ExpressionAttributeValues: { ':b': text } };
        await failure(update(context, pk, set), 'ValidationException', /[Ii]tem size/);
      }
      assert.equal((await get(context, pk, 'x'))?.b, undefined);
    },
  },
  {
    name: 'BETWEEN with its bounds exchanged is refused',
    run: async ({ doc, orders }) => {
      const call = doc.send(
        new QueryCommand({
          TableName: orders,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :z AND :a',
          ExpressionAttributeValues: { ':pk': 'p', ':z': 'z', ':a': 'a' },
        }),
      );
      await failure(call, 'ValidationException', /upper bound/);
    },
  },
  {
    name: 'placeholders without an expression are refused',
    run: async ({ doc, orders }) => {
      const call = doc.send(
        new GetCommand({
          TableName: orders,
          Key: { pk: 'a', sk: 'b' },
          ExpressionAttributeNames: { '#a': 'a' },
        }),
      );
      await failure(
        call,
        'ValidationException',
        /ExpressionAttributeNames can only be specified when using expressions/,
      );
    },
  },
  {
    name: 'an empty text is no index key',
    run: async (context) => {
      await failure(
        put(context, context.unique(), 'x', { owner: '', at: 1 }),
        'ValidationException',
        /empty string/,
      );
      const set = {
        UpdateExpression: 'SET #o = :v',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':v': '' },
      };
      await failure(update(context, context.unique(), set), 'ValidationException', /empty string/);
    },
  },
  {
    name: 'an update gives no index key of the wrong type',
    run: async (context) => {
      const set = { UpdateExpression: 'SET #r = :v', ExpressionAttributeNames: { '#r': 'rank' } };
      const call = update(context, context.unique(), {
        ...set,
        ExpressionAttributeValues: { ':v': 'first' },
      });
      await failure(call, 'ValidationException', /Type mismatch for Index Key|unsupported type/);
    },
  },
  {
    name: 'a segment beyond the total is refused',
    run: async ({ doc, orders }) => {
      const call = doc.send(new ScanCommand({ TableName: orders, Segment: 2, TotalSegments: 2 }));
      await failure(call, 'ValidationException', /Segment/);
    },
  },
  {
    name: 'documents nest 32 levels and no more',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { deep: await nested(31) });
      await failure(put(context, pk, 'x', { deep: await nested(33) }), 'ValidationException', /[Nn]esting/);
    },
  },
  {
    name: 'number and binary keys find their items however they are written',
    run: async (context) => {
      const { client, doc } = context;
      const TableName = context.unique();
      await create(client, {
        ...single(TableName),
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'N' },
          { AttributeName: 'b', AttributeType: 'B' },
        ],
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'b', KeyType: 'RANGE' },
        ],
      });
      for (const b of [[2], [1, 9], [1]]) {
        await doc.send(new PutCommand({ TableName, Item: { id: 100, b: new Uint8Array(b) } }));
      }
      const { Items } = await doc.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': 1e2 },
        }),
      );
      assert.deepEqual(
        Items?.map(({ b }) => [...(b as Uint8Array)]),
        [[1], [1, 9], [2]],
      );
    },
  },
  {
    name: 'negative numbers sort below positive ones in an index, both ways, with pages',
    run: async (context) => {
      const owner = context.unique();
      for (const [n, at] of [5, -10, 0, 0.5, -0.25, 1e10].entries()) {
        await put(context, owner, String(n), { owner, at });
      }
      const found: unknown[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await context.doc.send(
          new QueryCommand({
            TableName: context.orders,
            IndexName: 'byOwner',
            KeyConditionExpression: '#o = :o AND #a > :min',
            ExpressionAttributeNames: { '#o': 'owner', '#a': 'at' },
            ExpressionAttributeValues: { ':o': owner, ':min': -1 },
            ScanIndexForward: false,
            Limit: 2,
            ExclusiveStartKey: start,
          }),
        );
        found.push(...(page.Items ?? []).map(({ at }) => at));
        start = page.LastEvaluatedKey;
      } while (start);
      assert.deepEqual(found, [1e10, 5, 0.5, 0, -0.25]);
    },
  },
  {
    name: 'items with one index key page without loss',
    run: async (context) => {
      const owner = context.unique();
      for (let n = 0; n < 7; n++) await put(context, owner, String(n), { owner, at: 1 });
      const found = new Set<unknown>();
      let start: Record<string, unknown> | undefined;
      do {
        const page = await context.doc.send(
          new QueryCommand({
            TableName: context.orders,
            IndexName: 'byOwner',
            KeyConditionExpression: '#o = :o',
            ExpressionAttributeNames: { '#o': 'owner' },
            ExpressionAttributeValues: { ':o': owner },
            Limit: 3,
            ExclusiveStartKey: start,
          }),
        );
        for (const { sk } of page.Items ?? []) found.add(sk);
        start = page.LastEvaluatedKey;
      } while (start);
      assert.equal(found.size, 7);
    },
  },
  {
    name: 'Scan reads an index',
    run: async (context) => {
      const owner = context.unique();
      await put(context, owner, 'x', { owner, title: 't' });
      const { Items = [] } = await context.doc.send(
        new ScanCommand({
          TableName: context.orders,
          IndexName: 'keysOnly',
          FilterExpression: '#o = :o',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': owner },
        }),
      );
      assert.deepEqual(Items, [{ pk: owner, sk: 'x', owner }]);
    },
  },
  {
    name: 'contains finds a document in a list',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { items: [{ id: 1 }, { id: 2 }] });
      const { Count } = await context.doc.send(
        new QueryCommand({
          TableName: context.orders,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'contains(#i, :v)',
          ExpressionAttributeNames: { '#i': 'items' },
          ExpressionAttributeValues: { ':pk': pk, ':v': { id: 2 } },
        }),
      );
      assert.equal(Count, 1);
    },
  },
  {
    name: 'two documents of one item are equal',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { a: { n: [1] }, b: { n: [1] } });
      const set = { UpdateExpression: 'SET c = :v', ExpressionAttributeValues: { ':v': 1 } };
      await update(context, pk, { ...set, ConditionExpression: 'a = b' });
      await failure(
        update(context, pk, { ...set, ConditionExpression: 'a <> b' }),
        'ConditionalCheckFailedException',
      );
    },
  },
  {
    name: 'a document condition works in transactions and updates',
    run: async (context) => {
      const { doc, orders: TableName } = context;
      const pk = context.unique();
      await put(context, pk, 'x', { list: [1, { a: 'b' }] });
      const input = {
        TableName,
        Key: { pk, sk: 'x' },
        UpdateExpression: 'SET #l = :new',
        ConditionExpression: '#l = :old',
        ExpressionAttributeNames: { '#l': 'list' },
      };
      const values = (from: unknown, to: unknown) => ({
        ExpressionAttributeValues: { ':old': from, ':new': to },
      });
      await doc.send(new UpdateCommand({ ...input, ...values([1, { a: 'b' }], ['next']) }));
      const Update = { ...input, ...values(['next'], ['last']) };
      await doc.send(new TransactWriteCommand({ TransactItems: [{ Update }] }));
      assert.deepEqual((await get(context, pk, 'x'))?.list, ['last']);
    },
  },
  {
    name: 'a transaction of more than 4 MB is refused',
    run: async ({ doc, orders: TableName, unique }) => {
      const pk = unique();
      const TransactItems = Array.from({ length: 12 }, (_, n) => ({
        Put: { TableName, Item: { pk, sk: String(n), text: 'x'.repeat(390_000) } },
      }));
      await failure(doc.send(new TransactWriteCommand({ TransactItems })), 'ValidationException');
    },
  },
  {
    name: 'TransactGetItems refuses one item twice',
    run: async ({ doc, orders: TableName }) => {
      const Get = { TableName, Key: { pk: 'a', sk: 'b' } };
      const call = doc.send(new TransactGetCommand({ TransactItems: [{ Get }, { Get }] }));
      await failure(call, 'ValidationException', /multiple operations on one item/);
    },
  },
  {
    name: 'transactions report doubled capacity',
    run: async ({ doc, orders: TableName, unique }) => {
      const Item = { pk: unique(), sk: 'x' };
      const { ConsumedCapacity } = await doc.send(
        new TransactWriteCommand({
          TransactItems: [{ Put: { TableName, Item } }],
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      assert.equal(ConsumedCapacity?.[0]?.TableName, TableName);
      assert.equal(ConsumedCapacity?.[0]?.CapacityUnits, 2);
    },
  },
  {
    name: 'BatchGetItem projects with placeholders',
    run: async (context) => {
      const { doc, orders } = context;
      const pk = context.unique();
      await put(context, pk, 'x', { status: 'open', more: 1 });
      const { Responses } = await doc.send(
        new BatchGetCommand({
          RequestItems: {
            [orders]: {
              Keys: [{ pk, sk: 'x' }],
              ConsistentRead: true,
              ProjectionExpression: '#s',
              ExpressionAttributeNames: { '#s': 'status' },
            },
          },
        }),
      );
      assert.deepEqual(Responses?.[orders], [{ status: 'open' }]);
    },
  },
  {
    name: 'the legacy parameters still work',
    run: async (context) => {
      const { doc, orders: TableName } = context;
      const pk = context.unique();
      await put(context, pk, 'x', { n: 1 });
      const Expected = { n: { Value: 1 } };
      const AttributeUpdates = { n: { Action: 'ADD' as const, Value: 4 } };
      await doc.send(new UpdateCommand({ TableName, Key: { pk, sk: 'x' }, Expected, AttributeUpdates }));
      const KeyConditions = { pk: { ComparisonOperator: 'EQ' as const, AttributeValueList: [pk] } };
      const { Items } = await doc.send(
        new QueryCommand({ TableName, KeyConditions, AttributesToGet: ['n'] }),
      );
      assert.deepEqual(Items, [{ n: 5 }]);
    },
  },
  {
    name: 'numbers add up exactly',
    run: async (context) => {
      const pk = context.unique();
      await put(context, pk, 'x', { n: 0.1 });
      const add = { UpdateExpression: 'SET n = n + :d', ExpressionAttributeValues: { ':d': 0.2 } };
      const { Attributes } = await update(context, pk, { ...add, ReturnValues: 'UPDATED_NEW' });
      assert.equal(Attributes?.n, 0.3);
    },
  },
];
