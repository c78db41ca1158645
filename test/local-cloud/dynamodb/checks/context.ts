import assert from 'node:assert/strict';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** What a check gets: clients of one endpoint and tables that all checks share. */
export interface Context {
  client: DynamoDBClient;
  doc: DynamoDBDocumentClient;
  /** Key `pk` (S) and `sk` (S); global indexes `byOwner` (owner, at), `keysOnly` (owner); local index `byRank` (rank, N). */
  orders: string;
  /** Key `id` (S) alone; stream of new and old images. */
  watched: string;
  /** A name that nobody else uses. */
  unique(): string;
}

/** One behaviour of DynamoDB, as the API reference and the Developer Guide tell it. */
export interface Check {
  name: string;
  run(context: Context): Promise<void>;
}

export const orders = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
    { AttributeName: 'rank', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'keysOnly',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'byRank',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
    },
  ],
});

export const single = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
});

export async function create(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  await client.send(new CreateTableCommand(input));
  await waitUntilTableExists(
    { client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 },
    { TableName: input.TableName },
  );
}

/** Creates the shared tables under names of this run. */
export async function prepare(client: DynamoDBClient): Promise<Context> {
  const run = Math.random().toString(36).slice(2, 10);
  let next = 0;
  const context: Context = {
    client,
    doc: DynamoDBDocumentClient.from(client),
    orders: `orders-${run}`,
    watched: `watched-${run}`,
    unique: () => `${run}-${next++}`,
  };
  await create(client, orders(context.orders));
  await create(client, {
    ...single(context.watched),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  return context;
}

/** The error that a call fails with; fails when it does not. */
export async function failure(
  call: Promise<unknown>,
  name: string,
  message?: RegExp,
): Promise<Record<string, unknown>> {
  const error = await call.then(
    () => assert.fail(`no ${name}`),
    (thrown: Error) => thrown,
  );
  assert.equal(error.name, name, `${error.name}: ${error.message}`);
  if (message) assert.match(error.message, message);
  return error as unknown as Record<string, unknown>;
}

export async function put(
  { doc, orders }: Context,
  pk: string,
  sk: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  await doc.send(new PutCommand({ TableName: orders, Item: { pk, sk, ...more } }));
}

export async function get(
  { doc, orders }: Context,
  pk: string,
  sk: string,
): Promise<Record<string, unknown> | undefined> {
  return (await doc.send(new GetCommand({ TableName: orders, Key: { pk, sk }, ConsistentRead: true }))).Item;
}
