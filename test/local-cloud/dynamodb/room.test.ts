import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { unservedCalls } from '../../../src/local-cloud/aws/dynamodb/deploy/unserved-calls.ts';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import type { StreamSource } from '../../../src/local-cloud/contract.ts';
import { account, type Harness, modelOf, type Resources, region, startHarness } from '../harness.ts';
import { failure } from './checks/context.ts';

const key = (name: string, KeyType: string) => ({ AttributeName: name, KeyType });
const attribute = (name: string, AttributeType = 'S') => ({ AttributeName: name, AttributeType });
const index = (IndexName: string, ...names: string[]) => ({
  IndexName,
  KeySchema: names.map((name, at) => key(name, at === 0 ? 'HASH' : 'RANGE')),
  Projection: { ProjectionType: 'ALL' },
});

/** As CDK's TableV2 writes it. */
const orders = (more: object = {}) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Metadata: { 'aws:cdk:path': 'test/Orders/Table/Resource' },
  Properties: {
    AttributeDefinitions: [attribute('pk'), attribute('sk')],
    KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    BillingMode: 'PAY_PER_REQUEST',
    Replicas: [{ Region: region, DeletionProtectionEnabled: true, Tags: [{ Key: 'a', Value: 'b' }] }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    TableName: 'orders',
    ...more,
  },
});

const users = (more: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [attribute('id')],
    KeySchema: [key('id', 'HASH')],
    TableName: 'users',
    ...more,
  },
});

const both = (): Resources => ({ Orders: orders(), Users: users() });

let harness: Harness;
let client: DynamoDBClient;
let doc: DynamoDBDocumentClient;

beforeAll(async () => {
  const config = {
    seed: {
      'Orders/Table': [{ pk: 'seed', sk: '1', tags: new Set(['a']), at: new Date(0), n: 1 }],
      Users: () => [{ id: 'ann' }, { id: 'bob', broken: Number.NaN }],
      nowhere: [],
    },
  };
  harness = await startHarness({ services: [dynamodb], resources: both(), config });
  client = new DynamoDBClient(harness.client);
  doc = DynamoDBDocumentClient.from(client);
});

beforeEach(async () => {
  harness.log.clear();
  await harness.redeploy(both());
  await harness.reset();
});

afterAll(async () => {
  client.destroy();
  await harness.close();
});

const all = async (TableName: string) => (await doc.send(new ScanCommand({ TableName }))).Items ?? [];
const notices = () =>
  harness.log
    .events()
    .filter(({ kind }) => kind === 'notice')
    .map(({ text }) => text);

test('new tables hold their seeds, and what cannot be seeded is named', async () => {
  expect(await all('orders')).toEqual([
    { pk: 'seed', sk: '1', tags: new Set(['a']), at: '1970-01-01T00:00:00.000Z', n: 1 },
  ]);
  expect(await all('users')).toEqual([{ id: 'ann' }]);
  expect(notices().join('\n')).toMatch(/seed\['Users'\]\[1\] was not written: broken is NaN/);
  expect(notices().join('\n')).toMatch(/seed\['nowhere'\] names no table/);
});

test('reset takes items back to the seeds', async () => {
  await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new' } }));
  await harness.reset();
  expect(await all('users')).toEqual([{ id: 'ann' }]);
});

test('a re-deploy keeps items and adds an index over them', async () => {
  await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new', mail: 'm' } }));
  await harness.redeploy({
    Orders: orders(),
    Users: users({
      AttributeDefinitions: [attribute('id'), attribute('mail')],
      GlobalSecondaryIndexes: [index('byMail', 'mail')],
    }),
  });
  const { Items } = await doc.send(
    new QueryCommand({
      TableName: 'users',
      IndexName: 'byMail',
      KeyConditionExpression: 'mail = :m',
      ExpressionAttributeValues: { ':m': 'm' },
    }),
  );
  expect(Items).toEqual([{ id: 'new', mail: 'm' }]);
  expect(await all('users')).toHaveLength(2);
});

test('an index that items do not fit is left out loudly, and no item is lost', async () => {
  await doc.send(new PutCommand({ TableName: 'users', Item: { id: 'new', age: 'young' } }));
  await harness.redeploy({
    Orders: orders(),
    Users: users({
      AttributeDefinitions: [attribute('id'), attribute('age', 'N')],
      GlobalSecondaryIndexes: [index('byAge', 'age')],
    }),
  });
  expect(await all('users')).toHaveLength(2);
  expect(notices().join('\n')).toMatch(/users goes without its indexes on age/);
});

test('a changed key replaces the table loudly and keeps the items aside', async () => {
  await harness.redeploy({
    Orders: orders(),
    Users: users({ AttributeDefinitions: [attribute('mail')], KeySchema: [key('mail', 'HASH')] }),
  });
  expect(await all('users')).toEqual([]);
  expect(await all('users.kept-1')).toEqual([{ id: 'ann' }]);
  expect(notices().join('\n')).toMatch(/users was REPLACED .* 1 items are now in table users.kept-1/);
});

test('a table that leaves the template stays with its items', async () => {
  await harness.redeploy({ Orders: orders() });
  expect(await all('users')).toEqual([{ id: 'ann' }]);
  expect(notices().join('\n')).toMatch(/users is no longer in the templates/);
});

test('what a template asks for and the room leaves out is named', async () => {
  await harness.redeploy({
    Orders: orders({ Replicas: [{ Region: region }, { Region: 'us-east-1' }] }),
    Users: users({
      AttributeDefinitions: ['id', 'a', 'b'].map((name) => attribute(name)),
      GlobalSecondaryIndexes: [{ ...index('several', 'a'), KeySchema: [key('a', 'HASH'), key('b', 'HASH')] }],
    }),
  });
  expect(notices().join('\n')).toMatch(/no replica in us-east-1/);
  expect(notices().join('\n')).toMatch(/users goes without its index several/);
});

const source = () => {
  const arn = `arn:aws:dynamodb:${region}:${account}:table/orders/stream/2026-01-01T00:00:00.000`;
  return { arn, streams: harness.cloud.streamSource(arn) as StreamSource };
};

test('the stream of a template feeds event sources with records of Lambda', async () => {
  const { arn, streams } = source();
  const [{ id: shard } = { id: '' }] = await streams.shards(arn);
  const { next } = await streams.read(arn, shard, 'LATEST', 10);
  const wake = vi.fn();
  const end = streams.subscribe(arn, wake);
  const Key = { pk: 'p', sk: 's' };
  await doc.send(new PutCommand({ TableName: 'orders', Item: { ...Key, n: 1 } }));
  await doc.send(
    new UpdateCommand({
      TableName: 'orders',
      Key,
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );
  end();
  expect(wake).toHaveBeenCalledTimes(2);
  const first = await streams.read(arn, shard, next, 1);
  expect(first.records).toEqual([
    {
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      eventSourceARN: arn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'p' }, sk: { S: 's' } },
        NewImage: { pk: { S: 'p' }, sk: { S: 's' }, n: { N: '1' } },
        SequenceNumber: expect.stringMatching(/^\d{28}$/),
        SizeBytes: 15,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    },
  ]);
  const second = await streams.read(arn, shard, first.next, 10);
  expect(second.records.map(({ eventName }) => eventName)).toEqual(['MODIFY']);
  expect((await streams.read(arn, shard, second.next, 10)).records).toEqual([]);
  expect(await streams.read(arn, shard, 'TRIM_HORIZON', 100)).toMatchObject({ next: second.next });
});

test('an expired item goes, with a record of the service', async () => {
  const { arn, streams } = source();
  const [{ id: shard } = { id: '' }] = await streams.shards(arn);
  const { next } = await streams.read(arn, shard, 'LATEST', 10);
  const now = Math.floor(Date.now() / 1000);
  const items = { old: now - 5, ancient: now - 6 * 365 * 24 * 3600, later: now + 3600 };
  for (const [sk, expires] of Object.entries(items)) {
    await doc.send(new PutCommand({ TableName: 'orders', Item: { pk: 'ttl', sk, expires } }));
  }
  await doc.send(
    new PutCommand({ TableName: 'orders', Item: { pk: 'ttl', sk: 'text', expires: `${now - 5}` } }),
  );
  const removed = await vi.waitFor(
    async () => {
      const { records } = await streams.read(arn, shard, next, 10);
      const found = records.find(({ eventName }) => eventName === 'REMOVE');
      return found ?? Promise.reject(new Error('nothing has expired'));
    },
    { timeout: 60_000 },
  );
  expect(removed.dynamodb.OldImage.sk).toEqual({ S: 'old' });
  expect(removed.userIdentity).toEqual({ principalId: 'dynamodb.amazonaws.com', type: 'Service' });
  const left = (await all('orders')).filter(({ pk }) => pk === 'ttl').map(({ sk }) => sk);
  expect(left.sort()).toEqual(['ancient', 'later', 'text']);
});

test('an item whose expiry is put off stays', async () => {
  const Key = { pk: 'ttl', sk: 'moved' };
  const past = Math.floor(Date.now() / 1000) - 5;
  await Promise.all([
    doc.send(new PutCommand({ TableName: 'orders', Item: { ...Key, expires: past + 10_000 } })),
    doc.send(new PutCommand({ TableName: 'orders', Item: { ...Key, sk: 'gone', expires: past } })),
  ]);
  await vi.waitFor(
    async () => {
      const gone = await doc.send(new GetCommand({ TableName: 'orders', Key: { ...Key, sk: 'gone' } }));
      expect(gone.Item).toBeUndefined();
    },
    { timeout: 60_000 },
  );
  expect((await doc.send(new GetCommand({ TableName: 'orders', Key }))).Item).toBeDefined();
});

test('the snapshot shows tables with counts and items', async () => {
  const snapshot = await harness.rooms.get('dynamodb')?.snapshot?.();
  expect(snapshot?.tables).toContainEqual(
    expect.objectContaining({
      name: 'orders',
      key: ['pk', 'sk'],
      itemCount: 1,
      ttl: 'expires',
      stream: 'NEW_AND_OLD_IMAGES',
      items: [expect.objectContaining({ pk: { S: 'seed' } })],
    }),
  );
});

test('calls that are not served are named at deploy where a policy allows them', () => {
  const policy = (...actions: string[]) => ({
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'p',
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    },
  });
  const named = (...actions: string[]) =>
    unservedCalls(modelOf({ test: { Resources: { Policy: policy(...actions) } } }));
  expect(named('dynamodb:GetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:Batch*', 's3:*', '*')).toEqual(
    [],
  );
  expect(named('dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert', 'dynamodb:CreateBackup')).toEqual([
    'DynamoDB does not serve PartiQL here, which test/Policy allows.',
    'DynamoDB does not serve CreateBackup here, which test/Policy allows.',
  ]);
  expect(named('dynamodb:*')).toEqual(['DynamoDB does not serve PartiQL here, which test/Policy allows.']);
});

test('PartiQL and unknown operations are named', async () => {
  const { ExecuteStatementCommand, ListBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  await failure(
    client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM users' })),
    'UnknownOperationException',
    /does not serve PartiQL \(ExecuteStatement\)/,
  );
  await failure(client.send(new ListBackupsCommand({})), 'UnknownOperationException', /ListBackups/);
});
