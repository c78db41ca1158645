import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import type { Harness, Resources } from '../harness.ts';
import { codeFolder, eventually, functionOf, role, startLambda, traced } from './fixture.ts';

const code = codeFolder();
let harness: Harness;

const streamArn = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
const roleWith = (Action: string[]): Resources[string] => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'test',
    AssumeRolePolicyDocument: {},
    Policies: [
      { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: streamArn }] } },
    ],
  },
});
const resources = (actions: string[], mapping: Record<string, unknown> = {}): Resources => ({
  Role: roleWith(actions),
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  changed: functionOf('changed', code.write('changed', 'export const handler = async () => {};'), {
    Role: role,
  }),
  mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: streamArn,
      FunctionName: { Ref: 'changed' },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"id":{"S":[{"prefix":"o-"}]}}}}' },
        ],
      },
      ...mapping,
    },
  },
});
const reading = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map(
  (name) => `dynamodb:${name}`,
);

async function put(...ids: string[]): Promise<void> {
  const client = new DynamoDBClient(harness.client);
  for (const id of ids) {
    await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
  }
  client.destroy();
}

/** Ids of the orders that the function was told of. */
const told = (): string[] =>
  harness.log
    .events()
    .filter(({ kind, source }) => kind === 'invoke' && source === 'changed')
    .flatMap(({ detail }) => JSON.parse((detail as { event: string }).event).Records)
    .map(({ dynamodb: { Keys } }) => Keys.id.S);

beforeAll(async () => {
  harness = await startLambda(resources(['dynamodb:GetRecords']), {}, [iam, dynamodb]);
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

describe('a table stream', () => {
  it('is read only by a role that may', async () => {
    const notice = await traced(harness, ({ text }) => text.includes('is not polled'));
    expect(notice.text).toContain('dynamodb:DescribeStream');
    await harness.redeploy(resources(reading));
  });

  it('brings changes that pass the filter to the function', async () => {
    await put('x-1', 'o-1');
    const { detail } = await traced(harness, ({ kind, source }) => kind === 'invoke' && source === 'changed');
    const { Records } = JSON.parse((detail as { event: string }).event);
    expect(Records).toMatchObject([
      {
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-west-1',
        eventSourceARN: expect.stringMatching(/:table\/orders\/stream\//),
        dynamodb: {
          Keys: { id: { S: 'o-1' } },
          NewImage: { id: { S: 'o-1' } },
          SequenceNumber: expect.any(String),
        },
      },
    ]);
  });

  it('is read on from its place after other edits of the mapping or of the role', async () => {
    await harness.redeploy(resources(reading, { ParallelizationFactor: 2 }));
    await put('o-2');
    await eventually(told).toEqual(['o-1', 'o-2']);
    await harness.redeploy(resources(['dynamodb:GetRecords']));
    await put('o-3');
    await harness.redeploy(resources(reading));
    await eventually(told).toEqual(['o-1', 'o-2', 'o-3']);
  });
});
