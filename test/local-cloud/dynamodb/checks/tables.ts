import assert from 'node:assert/strict';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Check, type Context, create, failure, orders, single } from './context.ts';

async function describe({ client }: Context, TableName: string) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table ?? assert.fail('no table');
}

/** Waits for a state that AWS reaches some time after the call. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await reached())) {
    if (Date.now() > deadline) assert.fail('the state was not reached in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const tables: Check[] = [
  {
    name: 'DescribeTable tells keys, indexes, billing and stream',
    run: async (context) => {
      const table = await describe(context, context.orders);
      assert.equal(table.TableStatus, 'ACTIVE');
      assert.match(table.TableArn ?? '', new RegExp(`^arn:aws:dynamodb:.*:table/${context.orders}$`));
      assert.equal(table.BillingModeSummary?.BillingMode, 'PAY_PER_REQUEST');
      assert.deepEqual(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort(), [
        'byOwner',
        'keysOnly',
      ]);
      const watched = await describe(context, context.watched);
      assert.equal(watched.StreamSpecification?.StreamViewType, 'NEW_AND_OLD_IMAGES');
      assert.match(watched.LatestStreamArn ?? '', /\/stream\/\d{4}-/);
    },
  },
  {
    name: 'DescribeTable counts items and bytes',
    run: async (context) => {
      const TableName = context.unique();
      await create(context.client, single(TableName));
      for (const id of ['a', 'b']) {
        await context.doc.send(new PutCommand({ TableName, Item: { id, text: 'xyz' } }));
      }
      const { ItemCount, TableSizeBytes } = await describe(context, TableName);
      assert.deepEqual([ItemCount, TableSizeBytes], [2, 20]);
    },
  },
  {
    name: 'CreateTable refuses a name that is taken',
    run: async ({ client, watched }) => {
      await failure(client.send(new CreateTableCommand(single(watched))), 'ResourceInUseException');
    },
  },
  {
    name: 'CreateTable refuses attributes that no key uses',
    run: async ({ client, unique }) => {
      const input = single(unique());
      input.AttributeDefinitions?.push({ AttributeName: 'more', AttributeType: 'S' });
      await failure(
        client.send(new CreateTableCommand(input)),
        'ValidationException',
        /AttributeDefinitions/,
      );
    },
  },
  {
    name: 'CreateTable refuses provisioned billing without throughput',
    run: async ({ client, unique }) => {
      const input = { ...single(unique()), BillingMode: 'PROVISIONED' as const };
      await failure(client.send(new CreateTableCommand(input)), 'ValidationException');
    },
  },
  {
    name: 'DeleteTable ends a table',
    run: async ({ client, unique }) => {
      const TableName = unique();
      await create(client, single(TableName));
      const { TableDescription } = await client.send(new DeleteTableCommand({ TableName }));
      assert.equal(TableDescription?.TableName, TableName);
      await waitUntilTableNotExists({ client, maxWaitTime: 20, minDelay: 0.01 }, { TableName });
      await failure(client.send(new DescribeTableCommand({ TableName })), 'ResourceNotFoundException');
    },
  },
  {
    name: 'DeleteTable respects deletion protection',
    run: async ({ client, unique }) => {
      const TableName = unique();
      await create(client, { ...single(TableName), DeletionProtectionEnabled: true });
      await failure(
        client.send(new DeleteTableCommand({ TableName })),
        'ValidationException',
        /protected against/,
      );
      await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
      await client.send(new DeleteTableCommand({ TableName }));
    },
  },
  {
    name: 'ListTables pages in order',
    run: async ({ client, orders: name }) => {
      const before = name.slice(0, -1);
      const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName: before, Limit: 1 }));
      assert.deepEqual([page.TableNames, page.LastEvaluatedTableName], [[name], name]);
    },
  },
  {
    name: 'UpdateTable adds an index on demand, which finds older items',
    run: async (context) => {
      const { client, doc } = context;
      const TableName = context.unique();
      await create(client, single(TableName));
      await doc.send(new PutCommand({ TableName, Item: { id: 'a', color: 'red' } }));
      await doc.send(new PutCommand({ TableName, Item: { id: 'b' } }));
      await client.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: 'color', AttributeType: 'S' }],
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: 'byColor',
                KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
              },
            },
          ],
        }),
      );
      await until(async () => {
        const { GlobalSecondaryIndexes: [index] = [] } = await describe(context, TableName);
        return index?.IndexStatus === 'ACTIVE';
      });
      const { Items } = await doc.send(
        new QueryCommand({
          TableName,
          IndexName: 'byColor',
          KeyConditionExpression: 'color = :c',
          ExpressionAttributeValues: { ':c': 'red' },
        }),
      );
      assert.deepEqual(Items, [{ id: 'a', color: 'red' }]);
      const Delete = { IndexName: 'byColor' };
      await client.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
      await until(async () => !(await describe(context, TableName)).GlobalSecondaryIndexes?.length);
    },
  },
  {
    name: 'UpdateTable turns a stream on',
    run: async (context) => {
      const TableName = context.unique();
      await create(context.client, single(TableName));
      const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' as const };
      await context.client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
      await until(async () => (await describe(context, TableName)).TableStatus === 'ACTIVE');
      assert.equal((await describe(context, TableName)).StreamSpecification?.StreamViewType, 'KEYS_ONLY');
      await failure(
        context.client.send(new UpdateTableCommand({ TableName, StreamSpecification })),
        'ValidationException',
      );
    },
  },
  {
    name: 'UpdateTable without a change is refused',
    run: async ({ client, watched }) => {
      await failure(client.send(new UpdateTableCommand({ TableName: watched })), 'ValidationException');
    },
  },
  {
    name: 'TTL is off, then on for one attribute',
    run: async ({ client, unique }) => {
      const TableName = unique();
      await create(client, single(TableName));
      const state = async () =>
        (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
      assert.deepEqual(await state(), { TimeToLiveStatus: 'DISABLED' });
      const enable = (AttributeName: string) =>
        client.send(
          new UpdateTimeToLiveCommand({
            TableName,
            TimeToLiveSpecification: { AttributeName, Enabled: true },
          }),
        );
      assert.deepEqual((await enable('expires')).TimeToLiveSpecification, {
        AttributeName: 'expires',
        Enabled: true,
      });
      assert.deepEqual(await state(), { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
      await failure(enable('expires'), 'ValidationException', /TimeToLive is already enabled/);
    },
  },
  {
    name: 'tags come, change and go',
    run: async (context) => {
      const { TableArn: ResourceArn } = await describe(context, context.orders);
      const { client } = context;
      const Tags = [
        { Key: 'team', Value: 'a' },
        { Key: 'stage', Value: 'dev' },
      ];
      await client.send(new TagResourceCommand({ ResourceArn, Tags }));
      await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'team', Value: 'b' }] }));
      await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage'] }));
      const listed = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
      assert.deepEqual(listed.Tags, [{ Key: 'team', Value: 'b' }]);
    },
  },
  {
    name: 'point-in-time recovery is off, then on',
    run: async ({ client, orders: TableName }) => {
      const state = async () => {
        const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
        return answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
      };
      assert.equal(await state(), 'DISABLED');
      const on = { PointInTimeRecoveryEnabled: true };
      await client.send(
        new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: on }),
      );
      assert.equal(await state(), 'ENABLED');
    },
  },
  {
    name: 'a table may be named by its ARN',
    run: async (context) => {
      const { TableArn } = await describe(context, context.orders);
      const Item = { pk: context.unique(), sk: 'x' };
      await context.doc.send(new PutCommand({ TableName: TableArn, Item }));
      assert.equal((await describe(context, TableArn ?? '')).TableName, context.orders);
    },
  },
  {
    name: 'provisioned throughput of a table and its index is told',
    run: async (context) => {
      const TableName = context.unique();
      const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
      const { GlobalSecondaryIndexes: indexes, ...input } = orders(TableName);
      await create(context.client, {
        ...input,
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput,
        GlobalSecondaryIndexes: indexes?.map((index) => ({ ...index, ProvisionedThroughput })),
      });
      const table = await describe(context, TableName);
      assert.equal(table.ProvisionedThroughput?.ReadCapacityUnits, 3);
      assert.equal(table.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput?.WriteCapacityUnits, 2);
    },
  },
];
