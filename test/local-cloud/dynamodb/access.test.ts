import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { failure } from './checks/context.ts';

const table = (TableName: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'mail', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byMail',
        KeySchema: [{ AttributeName: 'mail', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
});

const arn = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const role = (RoleName: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, Policies: [{ PolicyName: 'own', PolicyDocument: { Statement } }] },
});
const statement = (actions: string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow',
  Action: actions.map((action) => `dynamodb:${action}`),
  Resource,
  ...(Condition ? { Condition } : {}),
});

let harness: Harness;
const clients: DynamoDBClient[] = [];

function as(roleName?: string): DynamoDBDocumentClient {
  const keys = roleName ? { credentials: credentials(`arn:aws:iam::${account}:role/${roleName}`) } : {};
  const client = new DynamoDBClient({ ...harness.client, ...keys });
  clients.push(client);
  return DynamoDBDocumentClient.from(client);
}

beforeAll(async () => {
  harness = await startHarness({
    services: [iam, dynamodb],
    resources: {
      A: table('table-a'),
      B: table('table-b'),
      Writer: role('writer', statement(['PutItem', 'UpdateItem', 'BatchWriteItem'], arn('table-a'))),
      Reader: role(
        'reader',
        statement(['GetItem', 'BatchGetItem', 'Query'], [arn('table-a'), `${arn('table-a')}/index/byMail`]),
      ),
      Tenant: role(
        'tenant',
        statement(['GetItem', 'PutItem', 'Query', 'BatchGetItem'], arn('table-a'), {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['t1'] },
        }),
        statement(['UpdateItem'], arn('table-a'), {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['id', 'name'] },
        }),
      ),
    },
  });
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await harness.close();
});

const denied = (call: Promise<unknown>, action: string, resource: string) =>
  failure(call, 'AccessDeniedException', new RegExp(`perform: dynamodb:${action} on resource: ${resource}`));

test('each operation asks for its own action on its own table', async () => {
  const writer = as('writer');
  await writer.send(new PutCommand({ TableName: 'table-a', Item: { id: '1', mail: 'm' } }));
  await denied(
    writer.send(new PutCommand({ TableName: 'table-b', Item: { id: '1' } })),
    'PutItem',
    arn('table-b'),
  );
  await denied(writer.send(new ScanCommand({ TableName: 'table-a' })), 'Scan', arn('table-a'));
});

test('an index is a resource of its own', async () => {
  const query = (TableName: string) =>
    as('reader').send(
      new QueryCommand({
        TableName,
        IndexName: 'byMail',
        KeyConditionExpression: 'mail = :m',
        ExpressionAttributeValues: { ':m': 'm' },
      }),
    );
  await query('table-a');
  await denied(query('table-b'), 'Query', `${arn('table-b')}/index/byMail`);
});

test('batches and transactions are judged by table and action, before any effect', async () => {
  const [writer, reader, developer] = [as('writer'), as('reader'), as()];
  const puts = (id: string) => [{ PutRequest: { Item: { id } } }];
  const batch = { 'table-a': puts('batch'), 'table-b': puts('batch') };
  await denied(writer.send(new BatchWriteCommand({ RequestItems: batch })), 'BatchWriteItem', arn('table-b'));
  const Keys = [{ id: 'batch' }];
  await denied(
    reader.send(new BatchGetCommand({ RequestItems: { 'table-a': { Keys }, 'table-b': { Keys } } })),
    'BatchGetItem',
    arn('table-b'),
  );
  const Put = { TableName: 'table-a', Item: { id: 'transact' } };
  const ConditionCheck = {
    TableName: 'table-a',
    Key: { id: 'other' },
    ConditionExpression: 'attribute_not_exists(id)',
  };
  await denied(
    writer.send(new TransactWriteCommand({ TransactItems: [{ Put }, { ConditionCheck }] })),
    'ConditionCheckItem',
    arn('table-a'),
  );
  const Get = { TableName: 'table-a', Key: { id: 'transact' } };
  await denied(writer.send(new TransactGetCommand({ TransactItems: [{ Get }] })), 'GetItem', arn('table-a'));
  for (const id of ['batch', 'transact']) {
    const { Item } = await developer.send(new GetCommand({ TableName: 'table-a', Key: { id } }));
    expect(Item).toBeUndefined();
  }
});

test('conditions on leading keys see keys of items, queries and batches', async () => {
  const tenant = as('tenant');
  const TableName = 'table-a';
  await tenant.send(new PutCommand({ TableName, Item: { id: 't1' } }));
  await denied(tenant.send(new PutCommand({ TableName, Item: { id: 't2' } })), 'PutItem', arn(TableName));
  const query = (id: string) =>
    tenant.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#i = :i',
        ExpressionAttributeNames: { '#i': 'id' },
        ExpressionAttributeValues: { ':i': id },
      }),
    );
  await query('t1');
  await denied(query('t2'), 'Query', arn(TableName));
  const get = (...ids: string[]) =>
    tenant.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: ids.map((id) => ({ id })) } } }));
  await get('t1');
  await denied(get('t1', 't2'), 'BatchGetItem', arn(TableName));
});

test('conditions on attributes see the names behind placeholders', async () => {
  const tenant = as('tenant');
  const set = (name: string) =>
    tenant.send(
      new UpdateCommand({
        TableName: 'table-a',
        Key: { id: 't1' },
        UpdateExpression: 'SET #n = if_not_exists(#n, :v)',
        ExpressionAttributeNames: { '#n': name },
        ExpressionAttributeValues: { ':v': 1 },
      }),
    );
  await set('name');
  await denied(set('salary'), 'UpdateItem', arn('table-a'));
});
