import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, DeleteBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { copyFixture } from '../fixture.ts';

/** Its templates have neither streams nor user pools: their rooms do not start with it. */
const fixture = copyFixture('cdk-orders');
let local: LocalCloud;
let settings: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
beforeAll(async () => {
  local = await startLocal({ root: fixture.root, port: 0 });
  const credentials = { accessKeyId: 'developer', secretAccessKey: 'developer' };
  settings = { endpoint: local.endpoint, region: 'eu-west-1', credentials };
});
afterAll(async () => {
  await local?.close();
  fixture.dispose();
});

describe('a client of the endpoint', () => {
  it('makes queues', async () => {
    const sqs = new SQSClient(settings);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'letters' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['hello']);
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'letters' }))).QueueUrls ?? []).toEqual(
      [],
    );
    sqs.destroy();
  });

  it('makes tables', async () => {
    const dynamodb = new DynamoDBClient(settings);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'notes',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await dynamodb.send(new PutItemCommand({ TableName: 'notes', Item: { id: { S: '1' } } }));
    expect((await dynamodb.send(new ScanCommand({ TableName: 'notes' }))).Items).toEqual([
      { id: { S: '1' } },
    ]);
    await dynamodb.send(new DeleteTableCommand({ TableName: 'notes' }));
    expect((await dynamodb.send(new ListTablesCommand())).TableNames).not.toContain('notes');
    dynamodb.destroy();
  });

  it('makes streams and buckets, also when many ask at once', async () => {
    const kinesis = new KinesisClient(settings);
    const names = ['clicks', 'taps', 'turns'];
    await Promise.all(
      names.map((StreamName) => kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))),
    );
    expect((await kinesis.send(new ListStreamsCommand())).StreamNames).toEqual(names);
    for (const StreamName of names) await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect((await kinesis.send(new ListStreamsCommand())).StreamNames).toEqual([]);
    kinesis.destroy();

    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'pictures' }));
    const buckets = async () => (await s3.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name);
    expect(await buckets()).toContain('pictures');
    await s3.send(new DeleteBucketCommand({ Bucket: 'pictures' }));
    expect(await buckets()).not.toContain('pictures');
    s3.destroy();
  });

  it('makes user pools and their clients', async () => {
    const cognito = new CognitoIdentityProviderClient(settings);
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }));
    const UserPoolId = UserPool?.Id;
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'site' }),
    );
    const clients = async () =>
      (await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }))).UserPoolClients?.map(
        ({ ClientName }) => ClientName,
      );
    expect(await clients()).toEqual(['site']);
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: UserPoolClient?.ClientId }));
    expect(await clients()).toEqual([]);
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(
      cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'late' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    cognito.destroy();
  });

  it('says so when it is not emulated', async () => {
    const answer = await fetch(local.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'TrentService.Encrypt', 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: 'The local cloud does not emulate kms.' });
  });
});
