import assert from 'node:assert/strict';
import {
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, failure, get, put } from './context.ts';

type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;

async function transact({ doc }: Context, TransactItems: Actions, ClientRequestToken?: string) {
  return doc.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
}

interface Reason {
  Code?: string;
  Message?: string;
  Item?: Record<string, unknown>;
}

async function reasons(call: Promise<unknown>): Promise<Reason[]> {
  return (await failure(call, 'TransactionCanceledException')).CancellationReasons as Reason[];
}

const codes = (list: Reason[]) => list.map(({ Code }) => Code);

export const transactions: Check[] = [
  {
    name: 'a transaction puts, updates, deletes and checks at once',
    run: async (context) => {
      const { orders: TableName, unique } = context;
      const pk = unique();
      await put(context, pk, 'update', { n: 1 });
      await put(context, pk, 'delete');
      await put(context, pk, 'check', { open: true });
      const yes = { ':true': true };
      await transact(context, [
        { Put: { TableName, Item: { pk, sk: 'put' }, ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Update: {
            TableName,
            Key: { pk, sk: 'update' },
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
        { Delete: { TableName, Key: { pk, sk: 'delete' } } },
        {
          ConditionCheck: {
            TableName,
            Key: { pk, sk: 'check' },
            ConditionExpression: '#o = :true',
            ExpressionAttributeNames: { '#o': 'open' },
            ExpressionAttributeValues: yes,
          },
        },
      ]);
      assert.deepEqual(await get(context, pk, 'put'), { pk, sk: 'put' });
      assert.equal((await get(context, pk, 'update'))?.n, 2);
      assert.equal(await get(context, pk, 'delete'), undefined);
      assert.deepEqual(await get(context, pk, 'check'), { pk, sk: 'check', open: true });
    },
  },
  {
    name: 'one failed condition cancels all, with a reason for each action',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      await put(context, pk, 'taken', { n: 1 });
      const call = transact(context, [
        { Put: { TableName, Item: { pk, sk: 'new' } } },
        {
          Put: {
            TableName,
            Item: { pk, sk: 'taken' },
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ]);
      const error = await failure(call, 'TransactionCanceledException', /\[None, ConditionalCheckFailed\]/);
      const [first, second] = error.CancellationReasons as Reason[];
      assert.equal(first?.Code, 'None');
      assert.equal(second?.Code, 'ConditionalCheckFailed');
      assert.equal(second?.Message, 'The conditional request failed');
      assert.ok(second?.Item);
      assert.equal(await get(context, pk, 'new'), undefined);
      assert.equal((await get(context, pk, 'taken'))?.n, 1);
    },
  },
  {
    name: 'a failed condition gives no Item unless asked',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      await put(context, pk, 'x');
      const ConditionExpression = 'attribute_not_exists(pk)';
      const list = await reasons(
        transact(context, [{ ConditionCheck: { TableName, Key: { pk, sk: 'x' }, ConditionExpression } }]),
      );
      assert.deepEqual([codes(list), list[0]?.Item], [['ConditionalCheckFailed'], undefined]);
    },
  },
  {
    name: 'a condition check on a missing item writes nothing',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      const ConditionExpression = 'attribute_not_exists(pk)';
      await transact(context, [{ ConditionCheck: { TableName, Key: { pk, sk: 'x' }, ConditionExpression } }]);
      assert.equal(await get(context, pk, 'x'), undefined);
    },
  },
  {
    name: 'two actions on one item are refused',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      const call = transact(context, [
        { Put: { TableName, Item: { pk, sk: 'x' } } },
        { Delete: { TableName, Key: { pk, sk: 'x' } } },
      ]);
      await failure(call, 'ValidationException', /cannot include multiple operations on one item/);
    },
  },
  {
    name: 'a wrong operand cancels with ValidationError',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      await put(context, pk, 'x', { n: 'text' });
      const list = await reasons(
        transact(context, [
          { Put: { TableName, Item: { pk, sk: 'new' } } },
          {
            Update: {
              TableName,
              Key: { pk, sk: 'x' },
              UpdateExpression: 'SET n = n + :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
        ]),
      );
      assert.deepEqual(codes(list), ['None', 'ValidationError']);
      assert.equal(await get(context, pk, 'new'), undefined);
    },
  },
  {
    name: 'a syntax error is a plain ValidationException',
    run: async (context) => {
      const { orders: TableName } = context;
      const Key = { pk: context.unique(), sk: 'x' };
      const call = transact(context, [{ Delete: { TableName, Key, ConditionExpression: 'nonsense ((' } }]);
      await failure(call, 'ValidationException', /Invalid ConditionExpression/);
    },
  },
  {
    name: 'an unknown table ends the transaction',
    run: async (context) => {
      const Item = { pk: context.unique(), sk: 'x' };
      const call = transact(context, [
        { Put: { TableName: context.orders, Item } },
        { Put: { TableName: 'no-such-table', Item } },
      ]);
      await failure(call, 'ResourceNotFoundException');
      assert.equal(await get(context, Item.pk, 'x'), undefined);
    },
  },
  {
    name: '100 actions pass, 101 do not',
    run: async (context) => {
      const { orders: TableName } = context;
      const pk = context.unique();
      const actions = (length: number): Actions =>
        Array.from({ length }, (_, n) => ({ Put: { TableName, Item: { pk, sk: String(n) } } }));
      await failure(transact(context, actions(101)), 'ValidationException', /less than or equal to 100/);
      await transact(context, actions(100));
      assert.ok(await get(context, pk, '99'));
    },
  },
  {
    name: 'a repeated client token has no second effect',
    run: async (context) => {
      const { orders: TableName } = context;
      const [pk, token] = [context.unique(), context.unique()];
      const add = (amount: number): Actions => [
        {
          Update: {
            TableName,
            Key: { pk, sk: 'x' },
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': amount },
          },
        },
      ];
      await transact(context, add(1), token);
      await transact(context, add(1), token);
      assert.equal((await get(context, pk, 'x'))?.n, 1);
      await failure(transact(context, add(2), token), 'IdempotentParameterMismatchException');
    },
  },
  {
    name: 'a cancelled transaction leaves its token free',
    run: async (context) => {
      const { orders: TableName } = context;
      const [pk, token] = [context.unique(), context.unique()];
      const check: Actions = [
        { Put: { TableName, Item: { pk, sk: 'new' } } },
        { ConditionCheck: { TableName, Key: { pk, sk: 'x' }, ConditionExpression: 'attribute_exists(pk)' } },
      ];
      await failure(transact(context, check, token), 'TransactionCanceledException');
      await put(context, pk, 'x');
      await transact(context, check, token);
      assert.ok(await get(context, pk, 'new'));
    },
  },
  {
    name: 'transfers between accounts keep their sum, also against single writers',
    run: async (context) => {
      const { orders: TableName, doc } = context;
      const pk = context.unique();
      for (const sk of ['a', 'b']) await put(context, pk, sk, { n: 50 });
      const move = (from: string, to: string): Actions =>
        [
          { sk: from, by: -1 },
          { sk: to, by: 1 },
        ].map(({ sk, by }) => ({
          Update: {
            TableName,
            Key: { pk, sk },
            UpdateExpression: 'ADD n :by',
            ExpressionAttributeValues: { ':by': by },
          },
        }));
      const both = ['a', 'b'].map((sk) => ({ Get: { TableName, Key: { pk, sk } } }));
      const sum = async () => {
        const { Responses = [] } = await doc.send(new TransactGetCommand({ TransactItems: both }));
        return Responses.reduce((total, { Item }) => total + Number(Item?.n), 0);
      };
      const work = Array.from({ length: 20 }, (_, n) =>
        n % 5 === 0 ? sum() : transact(context, n % 2 ? move('a', 'b') : move('b', 'a')),
      );
      const outcomes = await Promise.allSettled(work);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled' && typeof outcome.value === 'number')
          assert.equal(outcome.value, 100);
      }
      assert.equal(await sum(), 100);
    },
  },
  {
    name: 'TransactGetItems keeps order and gives nothing for a missing item',
    run: async (context) => {
      const { orders: TableName, doc } = context;
      const pk = context.unique();
      await put(context, pk, 'x', { a: 1, b: 2 });
      const { Responses } = await doc.send(
        new TransactGetCommand({
          TransactItems: [
            { Get: { TableName, Key: { pk, sk: 'missing' } } },
            { Get: { TableName, Key: { pk, sk: 'x' }, ProjectionExpression: 'b' } },
          ],
        }),
      );
      assert.deepEqual(
        Responses?.map(({ Item }) => Item),
        [undefined, { b: 2 }],
      );
    },
  },
  {
    name: 'a key that does not fit the table cancels with ValidationError',
    run: async (context) => {
      const { orders: TableName } = context;
      const Key = { pk: context.unique() };
      const call = transact(context, [{ Delete: { TableName, Key } }]);
      const error = await call.then(
        () => assert.fail('no error'),
        (thrown: Error & { CancellationReasons?: Reason[] }) => thrown,
      );
      assert.match(
        `${error.name} ${codes(error.CancellationReasons ?? [])}`,
        /^(TransactionCanceledException ValidationError|ValidationException )$/,
      );
    },
  },
];
