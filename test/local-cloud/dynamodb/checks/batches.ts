import assert from 'node:assert/strict';
import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, failure, get, put } from './context.ts';

export const batches: Check[] = [
  {
    name: 'BatchWriteItem puts and deletes over tables, BatchGetItem reads them',
    run: async (context) => {
      const { doc, orders, watched } = context;
      const pk = context.unique();
      await put(context, pk, 'old');
      const { UnprocessedItems } = await doc.send(
        new BatchWriteCommand({
          RequestItems: {
            [orders]: [
              { PutRequest: { Item: { pk, sk: 'new' } } },
              { DeleteRequest: { Key: { pk, sk: 'old' } } },
            ],
            [watched]: [{ PutRequest: { Item: { id: pk, n: 1 } } }],
          },
        }),
      );
      assert.deepEqual(UnprocessedItems, {});
      assert.equal(await get(context, pk, 'old'), undefined);
      const { Responses } = await doc.send(
        new BatchGetCommand({
          RequestItems: {
            [orders]: {
              Keys: [
                { pk, sk: 'new' },
                { pk, sk: 'old' },
              ],
            },
            [watched]: { Keys: [{ id: pk }], ProjectionExpression: 'n' },
          },
        }),
      );
      assert.deepEqual(Responses, { [orders]: [{ pk, sk: 'new' }], [watched]: [{ n: 1 }] });
    },
  },
  {
    name: 'BatchWriteItem takes 25 writes and no more',
    run: async ({ doc, orders, unique }) => {
      const pk = unique();
      const writes = (length: number) =>
        Array.from({ length }, (_, n) => ({ PutRequest: { Item: { pk, sk: `${n}` } } }));
      await doc.send(new BatchWriteCommand({ RequestItems: { [orders]: writes(25) } }));
      await failure(
        doc.send(new BatchWriteCommand({ RequestItems: { [orders]: writes(26) } })),
        'ValidationException',
      );
    },
  },
  {
    name: 'BatchWriteItem counts over all tables',
    run: async ({ doc, orders, watched, unique }) => {
      const pk = unique();
      const call = doc.send(
        new BatchWriteCommand({
          RequestItems: {
            [orders]: Array.from({ length: 13 }, (_, n) => ({ PutRequest: { Item: { pk, sk: `${n}` } } })),
            [watched]: Array.from({ length: 13 }, (_, n) => ({ PutRequest: { Item: { id: `${pk}${n}` } } })),
          },
        }),
      );
      await failure(call, 'ValidationException');
    },
  },
  {
    name: 'BatchGetItem takes 100 keys and no more',
    run: async ({ doc, orders, unique }) => {
      const pk = unique();
      const Keys = Array.from({ length: 101 }, (_, n) => ({ pk, sk: `${n}` }));
      await failure(
        doc.send(new BatchGetCommand({ RequestItems: { [orders]: { Keys } } })),
        'ValidationException',
      );
      const good = { [orders]: { Keys: Keys.slice(1) } };
      assert.deepEqual((await doc.send(new BatchGetCommand({ RequestItems: good }))).UnprocessedKeys, {});
    },
  },
  {
    name: 'a batch with one key twice is refused',
    run: async ({ doc, orders, unique }) => {
      const Item = { pk: unique(), sk: 'x' };
      const twice = { [orders]: [{ PutRequest: { Item } }, { PutRequest: { Item } }] };
      await failure(
        doc.send(new BatchWriteCommand({ RequestItems: twice })),
        'ValidationException',
        /contains duplicates/,
      );
      await failure(
        doc.send(new BatchGetCommand({ RequestItems: { [orders]: { Keys: [Item, Item] } } })),
        'ValidationException',
        /contains duplicates/,
      );
    },
  },
  {
    name: 'a batch on an unknown table is refused',
    run: async ({ doc }) => {
      const Keys = [{ pk: 'a', sk: 'b' }];
      await failure(
        doc.send(new BatchGetCommand({ RequestItems: { 'no-such-table': { Keys } } })),
        'ResourceNotFoundException',
      );
    },
  },
];
