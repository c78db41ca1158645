import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { type Resources, startHarness } from '../harness.ts';
import { create, single } from './checks/context.ts';

const resources: Resources = {
  Users: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'users',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  },
};

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** One life of the local cloud on the same folder. */
async function live(
  work: (doc: DynamoDBDocumentClient, client: DynamoDBClient) => Promise<void>,
): Promise<void> {
  const config = { seed: { Users: [{ id: 'seed' }] } };
  const harness = await startHarness({ services: [dynamodb], resources, dataDir, config });
  const client = new DynamoDBClient(harness.client);
  try {
    await work(DynamoDBDocumentClient.from(client), client);
  } finally {
    client.destroy();
    await harness.close();
  }
}

const ids = async (doc: DynamoDBDocumentClient, TableName: string) =>
  ((await doc.send(new ScanCommand({ TableName }))).Items ?? []).map(({ id }) => id).sort();

test('tables and items outlive the process; seeds fill a table once', async () => {
  await live(async (doc, client) => {
    await create(client, single('made-by-hand'));
    await doc.send(new PutCommand({ TableName: 'made-by-hand', Item: { id: 'a' } }));
    await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new' } }));
  });
  await live(async (doc) => {
    expect(await ids(doc, 'made-by-hand')).toEqual(['a']);
    expect(await ids(doc, 'users')).toEqual(['new', 'seed']);
  });
});

test('items stay when the descriptions are lost', async () => {
  await live(async (doc) => {
    await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new' } }));
  });
  await rm(join(dataDir, 'dynamodb', 'tables.json'));
  await live(async (doc) => expect(await ids(doc, 'users')).toEqual(['new', 'seed']));
});

test('broken descriptions stop the start with a remedy', async () => {
  await live(async () => {});
  await writeFile(join(dataDir, 'dynamodb', 'tables.json'), '{');
  await expect(live(async () => {})).rejects.toThrow(/tables\.json is not JSON: mend or delete it/);
  await rm(join(dataDir, 'dynamodb', 'tables.json'));
  await live(async (doc) => expect(await ids(doc, 'users')).toEqual(['seed']));
});

test('a second local cloud on the same folder is refused', async () => {
  await live(async () => {
    await expect(live(async () => {})).rejects.toThrow(/are in use by process \d+: stop that local cloud/);
  });
  await live(async (doc) => expect(await ids(doc, 'users')).toEqual(['seed']));
});

test('the folder of a process that ended is taken over', async () => {
  await live(async () => {});
  await writeFile(join(dataDir, 'dynamodb', 'pid'), '999999999');
  await live(async (doc) => expect(await ids(doc, 'users')).toEqual(['seed']));
});

test('an index change that a crash broke off is ended at the next start', async () => {
  await live(async () => {});
  const rebuild = join(dataDir, 'dynamodb', 'rebuild');
  await mkdir(rebuild);
  const { AttributeDefinitions, KeySchema } = resources.Users!.Properties as Record<string, unknown>;
  const definition = {
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes: [],
    LocalSecondaryIndexes: [],
  };
  const copy = { name: 'users', definition, items: [{ id: { S: 'saved' } }] };
  await writeFile(join(rebuild, 'users.json'), JSON.stringify(copy));
  await live(async (doc) => expect(await ids(doc, 'users')).toEqual(['saved']));
  expect(await readdir(rebuild)).toEqual([]);
});

test('reset empties the folder', async () => {
  const harness = await startHarness({ services: [dynamodb], resources, dataDir });
  const client = new DynamoDBClient(harness.client);
  const doc = DynamoDBDocumentClient.from(client);
  await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new' } }));
  await harness.reset();
  const left = await ids(doc, 'users');
  client.destroy();
  await harness.close();
  expect(left).toEqual([]);
});
