/** The redrive of the template's DynamoDB intake, over a table and a queue of the test. */
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { templatesRoot } from '../../../src/generate/templates-root.ts';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { sqs as queues } from '../../../src/local-cloud/aws/sqs/service.ts';
import { type Harness, type Resources, startHarness } from '../harness.ts';

/** Types of templates are checked where they lie. */
const template = join(templatesRoot(), 'parts/intake-dynamodb/files/infra/redrive.ts');

const string = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const resources: Resources = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'kind', 'createdAt'].map(string),
      KeySchema: [key('pk', 'HASH')],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byCreation',
          KeySchema: [key('kind', 'HASH'), key('createdAt', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  },
};

let cloud: Harness;
let client: DynamoDBClient;
let sqs: SQSClient;
beforeAll(async () => {
  cloud = await startHarness({ services: [dynamodb, queues], resources });
  client = new DynamoDBClient(cloud.client);
  sqs = new SQSClient(cloud.client);
});
afterAll(async () => {
  client.destroy();
  sqs.destroy();
  await cloud.close();
});

it('puts back what has failed twice in a row, however soon, and empties the queue', async () => {
  const { redrive } = await import(template);
  const doc = DynamoDBDocumentClient.from(client);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'failures' }));
  const fail = async (...ids: string[]) => {
    for (const id of ids) {
      const Item = { pk: `REQUEST#${id}`, kind: 'failed', createdAt: '1767323045678', failure: {} };
      await doc.send(new PutCommand({ TableName: 'orders', Item }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    }
  };
  const kinds = async () =>
    ((await doc.send(new ScanCommand({ TableName: 'orders' }))).Items ?? []).map(({ kind }) => kind);
  const received = async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];

  await fail('a', 'b');
  expect(await redrive({ dynamodb: client, sqs }, 'orders', QueueUrl)).toBe(2);
  expect(await kinds()).toEqual(['accepted', 'accepted']);
  expect(await received()).toEqual([]);

  await fail('b', 'c');
  // Two that have failed, and one that still waits.
  expect(await redrive({ dynamodb: client, sqs }, 'orders', QueueUrl)).toBe(3);
  expect(await kinds()).toEqual(['accepted', 'accepted', 'accepted']);
  expect(await received()).toEqual([]);
}, 20_000);
