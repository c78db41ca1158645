import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { type Harness, startHarness } from '../harness.ts';

const TableName = 'things';
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({
    services: [dynamodb],
    resources: {
      Things: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName,
          AttributeDefinitions: [
            { AttributeName: 'id', AttributeType: 'S' },
            { AttributeName: 'n', AttributeType: 'N' },
          ],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'byN',
              KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        },
      },
    },
  });
});

afterAll(() => harness.close());

/** A call by way of the wiring, without the wire: thousands of them have to be quick. */
async function send(action: string, body: string): Promise<{ status: number; type: string }> {
  const { status, body: answer = '' } = await harness.cloud.aws({
    service: 'dynamodb',
    region: 'eu-west-1',
    action,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(body),
    caller: {},
  });
  const { __type: type = '' } = JSON.parse(String(answer) || '{}') as { __type?: string };
  return { status, type: type.split('#').at(-1)! };
}

const streamOperations = ['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords'];
const operations = [
  ...['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem', 'BatchWriteItem'],
  ...['TransactGetItems', 'TransactWriteItems', 'CreateTable', 'UpdateTable', 'DeleteTable', 'DescribeTable'],
  ...['ListTables', 'UpdateTimeToLive', 'DescribeTimeToLive', 'UpdateContinuousBackups', 'TagResource'],
  ...['UntagResource', 'ListTagsOfResource', 'DescribeContinuousBackups'],
  ...streamOperations,
];

/** Values that no member expects, in every member that an operation may read. */
const odd = [
  null,
  1,
  '',
  'x',
  true,
  [],
  [null],
  [1],
  {},
  { a: null },
  { id: {} },
  { id: { S: null } },
  { id: { S: 1 } },
];
const members = [
  ...[
    'Key',
    'Item',
    'RequestItems',
    'TransactItems',
    'ExpressionAttributeValues',
    'ExpressionAttributeNames',
  ],
  ...[
    'UpdateExpression',
    'ConditionExpression',
    'FilterExpression',
    'KeyConditionExpression',
    'IndexName',
    'Limit',
  ],
  ...['ExclusiveStartKey', 'GlobalSecondaryIndexUpdates', 'GlobalSecondaryIndexes', 'StreamSpecification'],
  ...[
    'TimeToLiveSpecification',
    'Tags',
    'TagKeys',
    'ResourceArn',
    'KeySchema',
    'AttributeDefinitions',
    'StreamArn',
  ],
  ...['ShardIterator', 'PointInTimeRecoverySpecification', 'AttributeUpdates', 'Expected', 'KeyConditions'],
];

test.each(operations)('%s answers every odd member with an error of the client', async (operation) => {
  const failures: string[] = [];
  const bodies = members.flatMap((member) => odd.map((value) => ({ [member]: value })));
  const nested = odd.flatMap((value) => [
    { RequestItems: { [TableName]: value } },
    { RequestItems: { [TableName]: [{ PutRequest: value }, { DeleteRequest: { Key: value } }] } },
    { RequestItems: { [TableName]: { Keys: [value] } } },
    { TransactItems: [{ Put: { TableName, Item: value } }] },
    { TransactItems: [{ Get: { TableName, Key: value } }] },
    { TransactItems: [{ Update: { TableName, Key: value, UpdateExpression: 'SET a = :a' } }] },
    { Key: { id: { S: 'a' } }, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': value } },
    { Item: { id: { S: 'a' }, m: { M: { a: value } }, l: { L: [value] }, s: { SS: value } } },
    {
      Item: { id: { S: 'a' } },
      ConditionExpression: 'm = :m',
      ExpressionAttributeValues: { ':m': { M: value } },
    },
    { GlobalSecondaryIndexUpdates: [{ Create: value }, { Delete: value }] },
  ]);
  for (const body of [...bodies, ...nested]) {
    const name = operation === 'DeleteTable' ? 'unknown-table' : TableName;
    const { status, type } = await send(operation, JSON.stringify({ TableName: name, ...body }));
    if (status >= 500) failures.push(`${status} ${type} ${JSON.stringify(body)}`);
  }
  expect(failures).toEqual([]);
});

test.each([
  '',
  'null',
  '[]',
  '"text"',
  '{"TableName":',
  '7',
])('the body %o is a SerializationException', async (body) => {
  for (const operation of operations) {
    const { status, type } = await send(operation, body);
    expect([operation, status, type]).toEqual([operation, 400, 'SerializationException']);
  }
});

test('an operation that is none is named', async () => {
  for (const name of ['constructor', 'toString', '__proto__', '']) {
    expect(await send(name, '{}')).toEqual({ status: 400, type: 'UnknownOperationException' });
  }
});
