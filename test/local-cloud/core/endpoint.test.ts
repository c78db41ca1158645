import { connect } from 'node:net';
import { Readable } from 'node:stream';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rehearsalPath } from '../../../src/local-cloud/aws/endpoint-rehearsal.ts';
import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { type Harness, startHarness } from '../harness.ts';
import { echoRoom } from './echo-room.ts';

const room = echoRoom(['dynamodb', 'sqs', 'kinesis', 'events', 'cognito-idp', 's3', 'lambda']);
let cloud: Harness;
beforeAll(async () => {
  cloud = await startHarness({ services: [room], resources: { Q: { Type: 'AWS::SQS::Queue' } } });
});
afterAll(() => cloud.close());
beforeEach(() => {
  room.calls = [];
  room.answer = () => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: '{}',
  });
});

const last = () => room.calls.at(-1)!;
const failWith = (error: AwsError) => {
  room.answer = () => error;
};
const post = (headers: Record<string, string>, body: string | Buffer = '{}', path = '/') =>
  fetch(cloud.endpoint + path, { method: 'POST', headers, body: body as string });
const target = { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' };

describe('calls of the SDK', () => {
  it.each<[string, string, () => Promise<{ $metadata: { requestId?: string } }>]>([
    [
      'dynamodb',
      'GetItem',
      () => new DynamoDBClient(cloud.client).send(new GetItemCommand({ TableName: 't', Key: {} })),
    ],
    [
      'kinesis',
      'PutRecord',
      () =>
        new KinesisClient(cloud.client).send(
          new PutRecordCommand({ StreamName: 's', Data: Buffer.from('x'), PartitionKey: 'p' }),
        ),
    ],
    [
      'events',
      'PutEvents',
      () => new EventBridgeClient(cloud.client).send(new PutEventsCommand({ Entries: [] })),
    ],
    [
      'cognito-idp',
      'ListUserPools',
      () => new CognitoIdentityProviderClient(cloud.client).send(new ListUserPoolsCommand({ MaxResults: 1 })),
    ],
  ])('reach %s as %s', async (service, action, call) => {
    const { $metadata } = await call();
    expect(last()).toMatchObject({
      service,
      action,
      region: 'eu-west-1',
      method: 'POST',
      path: '/',
      caller: {},
    });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('speak HTTP/2 and HTTP/1.1 on one port', async () => {
    const kinesis = new KinesisClient(cloud.client);
    const put = () =>
      kinesis.send(
        new PutRecordCommand({ StreamName: 's', Data: Buffer.alloc(200_000, 'x'), PartitionKey: 'p' }),
      );
    await Promise.all([put(), post(target), put(), post(target), put()]);
    kinesis.destroy();
    expect(room.calls.map(({ service }) => service).sort()).toEqual([
      'dynamodb',
      'dynamodb',
      'kinesis',
      'kinesis',
      'kinesis',
    ]);
  });

  it('reach Lambda by the scope of the signature', async () => {
    room.answer = () => ({ status: 200, headers: { 'x-amz-executed-version': '$LATEST' }, body: '7' });
    const { Payload } = await new LambdaClient(cloud.client).send(
      new InvokeCommand({ FunctionName: 'f', Payload: '{"a":1}' }),
    );
    expect(last()).toMatchObject({
      service: 'lambda',
      action: '',
      path: '/2015-03-31/functions/f/invocations',
    });
    expect(last().body.toString()).toBe('{"a":1}');
    expect(new TextDecoder().decode(Payload)).toBe('7');
  });

  it('upload streams to S3 without the framing', async () => {
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    room.answer = () => ({ status: 200, headers: { etag: '"x"' } });
    const body = Readable.from([Buffer.from('hello '), Buffer.from('world')]);
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a b/c', Body: body, ContentLength: 11 }));
    expect(last()).toMatchObject({ service: 's3', method: 'PUT', path: '/b/a%20b/c' });
    expect(last().body.toString()).toBe('hello world');
  });
});

describe('a rehearsed call', () => {
  it.each([
    DynamoDBClient,
    KinesisClient,
  ])('of %o is answered below its own path, reaches no room and is recorded nowhere', async (Client) => {
    room.calls = [];
    const events = cloud.log.events().length;
    const client = new Client({ ...cloud.client, endpoint: cloud.endpoint + rehearsalPath, maxAttempts: 1 });
    const command =
      client instanceof KinesisClient
        ? client.send(new PutRecordCommand({} as never))
        : client.send(new GetItemCommand({} as never));
    expect((await command).$metadata.httpStatusCode).toBe(200);
    client.destroy();
    expect(room.calls).toEqual([]);
    expect(cloud.log.events()).toHaveLength(events);
  });
});

describe('who calls', () => {
  it('is the role of the access key, else the developer', async () => {
    const role = 'arn:aws:iam::123456789012:role/reader';
    const client = new DynamoDBClient({ ...cloud.client, credentials: credentials(role) });
    await client.send(new GetItemCommand({ TableName: 't', Key: {} }));
    expect(last().caller).toEqual({ roleArn: role });
    await post({
      ...target,
      authorization: 'AWS4-HMAC-SHA256 Credential=other/20260101/eu-west-1/dynamodb/aws4_request',
    });
    expect(last().caller).toEqual({});
  });

  it.each([
    [
      '/b/k?X-Amz-Credential=me%2F20260101%2Fus-west-2%2Fs3%2Faws4_request',
      { service: 's3', region: 'us-west-2' },
    ],
    ['/b/k', { service: 's3', region: 'eu-west-1' }],
  ])('and what is called, in a URL like %s', async (path, expected) => {
    await fetch(cloud.endpoint + path);
    expect(last()).toMatchObject(expected);
  });

  it('is told by STS', async () => {
    const ask = async (key: string) => {
      const headers = {
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/sts/aws4_request`,
        'content-type': 'application/x-www-form-urlencoded',
      };
      return (await post(headers, 'Action=GetCallerIdentity&Version=2011-06-15')).text();
    };
    expect(await ask('developer')).toContain('<Arn>arn:aws:iam::123456789012:user/developer</Arn>');
    const { accessKeyId } = credentials('arn:aws:iam::123456789012:role/ops/worker');
    expect(await ask(accessKeyId)).toContain(
      '<Arn>arn:aws:sts::123456789012:assumed-role/worker/local</Arn>',
    );
  });

  it('passes the trace on', async () => {
    await post({
      ...target,
      'x-amzn-trace-id': 'Root=1-65a1b2c3-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1',
    });
    expect(last().traceId).toBe('Root=1-65a1b2c3-0123456789abcdef01234567');
  });
});

describe('errors', () => {
  it('carry the older code beside the new one for SQS', async () => {
    failWith(new AwsError('QueueDoesNotExist', 'The specified queue does not exist.'));
    const call = new SQSClient(cloud.client).send(
      new SendMessageCommand({ QueueUrl: `${cloud.endpoint}/1/q`, MessageBody: 'x' }),
    );
    await expect(call).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('keep their members for DynamoDB', async () => {
    failWith(
      new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, {
        Item: { id: { S: '1' } },
      }),
    );
    const call = new DynamoDBClient(cloud.client).send(new GetItemCommand({ TableName: 't', Key: {} }));
    await expect(call).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: '1' } },
    });
  });

  it('are XML for S3, and only a status for HEAD', async () => {
    failWith(new AwsError('NoSuchKey', 'No <such> key & more.', 404, { Key: 'k' }));
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'No <such> key & more.',
      Key: 'k',
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('are REST JSON for Lambda', async () => {
    failWith(new AwsError('ResourceNotFoundException', 'Function not found: f', 404));
    const call = new LambdaClient(cloud.client).send(new InvokeCommand({ FunctionName: 'f' }));
    await expect(call).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: f',
      Type: 'User',
    });
  });

  it('are InternalFailure when a room fails, and the reason is on the console', async () => {
    room.answer = () => {
      throw new TypeError('planted');
    };
    const response = await post(target);
    expect(response.status).toBe(500);
    expect(((await response.json()) as { __type: string }).__type).toMatch(/InternalFailure$/);
    expect(cloud.log.events().some(({ kind, text }) => kind === 'notice' && text.includes('planted'))).toBe(
      true,
    );
  });

  it('name a service that does not run', async () => {
    const response = await post({
      'x-amz-target': 'AmazonSSM.GetParameter',
      'content-type': 'application/x-amz-json-1.1',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringContaining('ssm'),
    });
  });

  it('refuse RPC v2 CBOR in CBOR', async () => {
    const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
    const response = await post(
      headers,
      Buffer.from([0xa0]),
      '/service/Kinesis_20131202/operation/PutRecord',
    );
    expect(response.status).toBe(415);
    expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const body = Buffer.from(await response.arrayBuffer());
    expect(body[0]).toBe(0xa2);
    expect(body.toString()).toContain('UnsupportedMediaTypeException');
  });
});

describe('what is not a call', () => {
  it('refuses a body beyond the limit, and lives on', async () => {
    const response = await post(target, Buffer.alloc(17 * 1024 * 1024, ' '));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ __type: expect.stringContaining('RequestEntityTooLarge') });
    expect((await post(target)).status).toBe(200);
  });

  it.each([
    'GARBAGE\r\n\r\n',
    'PRI * HTTP/1.1\r\n\r\nxxxxxxxxxxxx',
    'GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n',
    '\0\0\0',
  ])('survives %j', async (text) => {
    const { port } = new URL(cloud.endpoint);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(text));
      socket
        .on('error', () => done())
        .on('close', () => done())
        .resume();
    });
    expect((await post(target)).status).toBe(200);
  });

  it('refuses broken aws-chunked framing', async () => {
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    };
    const response = await post(headers, 'ff\r\nshort', '/b/k');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>IncompleteBody</Code>');
  });
});

describe('pages', () => {
  it('of this machine may call, with a preflight', async () => {
    const origin = 'http://localhost:5173';
    const preflight = await fetch(cloud.endpoint, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-amz-target',
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-amz-target');
    const call = await post({ ...target, origin });
    expect(call.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('of elsewhere may not', async () => {
    const origin = 'https://evil.example';
    expect((await post({ ...target, origin })).status).toBe(403);
    const preflight = { origin, 'access-control-request-method': 'POST' };
    expect((await fetch(cloud.endpoint, { method: 'OPTIONS', headers: preflight })).status).toBe(403);
    expect(room.calls).toEqual([]);
  });
});
