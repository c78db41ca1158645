import assert from 'node:assert/strict';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, failure, get, put } from './context.ts';

export const limits: Check[] = [
  {
    name: 'an item of 400 KB passes, one byte more does not',
    run: async (context) => {
      const pk = context.unique();
      // Names and values count: pk, sk, text, and the values of pk and sk.
      const room = 400 * 1024 - 'pksktext'.length - pk.length - 1;
      await put(context, pk, 'x', { text: 'x'.repeat(room) });
      assert.equal(String((await get(context, pk, 'x'))?.text).length, room);
      const more = put(context, pk, 'x', { text: 'x'.repeat(room + 1) });
      await failure(more, 'ValidationException', /Item size has exceeded the maximum allowed size/);
    },
  },
  {
    name: 'the size of an item counts bytes of UTF-8',
    run: async (context) => {
      const text = '€'.repeat(140_000);
      await failure(put(context, context.unique(), 'x', { text }), 'ValidationException', /Item size/);
      const Item = { pk: context.unique(), sk: 'x', text };
      const batch = new BatchWriteCommand({ RequestItems: { [context.orders]: [{ PutRequest: { Item } }] } });
      await failure(context.doc.send(batch), 'ValidationException', /Item size/);
    },
  },
  {
    name: 'a missing key attribute is named',
    run: async ({ doc, orders }) => {
      const call = doc.send(new PutCommand({ TableName: orders, Item: { pk: 'a' } }));
      await failure(call, 'ValidationException', /Missing the key sk in the item/);
    },
  },
  {
    name: 'a key of the wrong type is refused',
    run: async ({ doc, orders }) => {
      await failure(
        doc.send(new PutCommand({ TableName: orders, Item: { pk: 1, sk: 'x' } })),
        'ValidationException',
        /Type mismatch for key pk expected: S actual: N/,
      );
      await failure(
        doc.send(new GetCommand({ TableName: orders, Key: { pk: 'a', sk: 1 } })),
        'ValidationException',
        /The provided key element does not match the schema/,
      );
    },
  },
  {
    name: 'a key with too many attributes is refused',
    run: async ({ doc, orders }) => {
      await failure(
        doc.send(new DeleteCommand({ TableName: orders, Key: { pk: 'a', sk: 'b', more: 'c' } })),
        'ValidationException',
        /key element does not match the schema/,
      );
    },
  },
  {
    name: 'an empty text is no key',
    run: async ({ doc, orders }) => {
      const call = doc.send(new PutCommand({ TableName: orders, Item: { pk: '', sk: 'x' } }));
      await failure(call, 'ValidationException', /empty string value/);
    },
  },
  {
    name: 'a partition key has 2048 bytes at most',
    run: async (context) => {
      await put(context, context.unique().padEnd(2048, 'x'), 'x');
      await failure(put(context, 'x'.repeat(2049), 'x'), 'ValidationException', /2048 bytes/);
    },
  },
  {
    name: 'an index key of the wrong type is refused',
    run: async (context) => {
      const call = put(context, context.unique(), 'x', { owner: 'o', at: 'noon' });
      await failure(call, 'ValidationException', /Type mismatch for Index Key at Expected: N Actual: S/);
    },
  },
  {
    name: 'an empty set is refused',
    run: async ({ client, orders }) => {
      const Item = { pk: { S: 'a' }, sk: { S: 'x' }, tags: { SS: [] } };
      await failure(client.send(new PutItemCommand({ TableName: orders, Item })), 'ValidationException');
    },
  },
  {
    name: 'a set with an element twice is refused',
    run: async ({ client, orders }) => {
      const Item = { pk: { S: 'a' }, sk: { S: 'x' }, tags: { SS: ['a', 'a'] } };
      await failure(
        client.send(new PutItemCommand({ TableName: orders, Item })),
        'ValidationException',
        /contains duplicates/,
      );
    },
  },
  {
    name: 'a text that is no number is refused',
    run: async ({ client, orders }) => {
      const Item = { pk: { S: 'a' }, sk: { S: 'x' }, n: { N: 'five' } };
      await failure(
        client.send(new PutItemCommand({ TableName: orders, Item })),
        'ValidationException',
        /cannot be converted to a numeric value/,
      );
    },
  },
  {
    name: 'an unknown table is ResourceNotFoundException',
    run: async ({ client }) => {
      const Key = { id: { S: 'a' } };
      await failure(
        client.send(new GetItemCommand({ TableName: 'no-such-table', Key })),
        'ResourceNotFoundException',
        /^(Cannot do operations on a non-existent table|Requested resource not found)/,
      );
    },
  },
  {
    name: 'a Limit of 0 is refused',
    run: async ({ client, orders }) => {
      const scan = new ScanCommand({ TableName: orders, Limit: 0 });
      await failure(client.send(scan), 'ValidationException', /greater than or equal to 1/);
    },
  },
  {
    name: 'PutItem knows no ALL_NEW',
    run: async ({ doc, orders, unique }) => {
      const Item = { pk: unique(), sk: 'x' };
      const call = doc.send(new PutCommand({ TableName: orders, Item, ReturnValues: 'ALL_NEW' }));
      await failure(call, 'ValidationException', /ReturnValues can only be ALL_OLD or NONE/);
    },
  },
];
