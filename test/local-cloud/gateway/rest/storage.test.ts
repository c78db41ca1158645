/**
 * What a storage-first API stands on, over the real rooms: method -> service by mapping template -> what the service tells
 * of it, each hop with the rights that the template gives.
 */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { dynamodb } from '../../../../src/local-cloud/aws/dynamodb/service.ts';
import { events } from '../../../../src/local-cloud/aws/events/service.ts';
import { s3 } from '../../../../src/local-cloud/aws/s3/service.ts';
import { sns } from '../../../../src/local-cloud/aws/sns/service.ts';
import { sqs } from '../../../../src/local-cloud/aws/sqs/service.ts';
import type { Properties } from '../../../../src/local-cloud/contract.ts';
import { account, type Resources, region } from '../../harness.ts';
import {
  functionArn,
  functionResources,
  type GatewayHarness,
  startGatewayHarness,
  traced,
} from '../fixture.ts';
import { method, restApi } from './resources.ts';

let cloud: GatewayHarness;

const uri = (rest: string) => `arn:aws:apigateway:${region}:${rest}`;
const allow = (...statements: [action: string, resource: unknown][]): Resources[string] => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Policies: [
      {
        PolicyDocument: {
          Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
        },
      },
    ],
  },
});
/** A queue that lets a service send, on behalf of one thing. */
const queue = (
  id: string,
  service: string,
  source: string,
  condition: object = { ArnLike: { 'aws:SourceArn': source } },
): Resources => ({
  [id]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: id.toLowerCase() } },
  [`${id}Policy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: service },
            Resource: { 'Fn::GetAtt': [id, 'Arn'] },
            Condition: condition,
          },
        ],
      },
    },
  },
});
const intake = (path: string, verb: string, integration: object, status = '202') =>
  method(
    path,
    verb,
    {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: { 'Fn::GetAtt': ['Intake', 'Arn'] },
      PassthroughBehavior: 'NEVER',
      IntegrationResponses: [
        { StatusCode: status, ResponseTemplates: { 'application/json': '{"id":"$context.requestId"}' } },
        { StatusCode: '400', SelectionPattern: '4\\d\\d' },
      ],
      ...integration,
    },
    { MethodResponses: [{ StatusCode: status }, { StatusCode: '400' }] },
  );

const bucketArn = 'arn:aws:s3:::intake-bucket';
const tableArn = `arn:aws:dynamodb:${region}:${account}:table/orders`;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    { worker: () => undefined },
    {
      more: [s3, dynamodb, sqs, sns, events],
      resources: {
        ...functionResources('worker'),
        WorkerFromS3: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: functionArn('worker'),
            Principal: 's3.amazonaws.com',
            SourceArn: bucketArn,
          },
        },
        ...restApi(['/objects', '/denied', '/orders', '/orders/{id}']),
        Intake: allow(
          ['s3:PutObject', `${bucketArn}/orders/*`],
          ['dynamodb:PutItem', tableArn],
          ['dynamodb:UpdateItem', tableArn],
        ),
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'intake-bucket' } },
        // As CDK writes notifications of a bucket.
        Notifications: {
          Type: 'Custom::S3BucketNotifications',
          Properties: {
            BucketName: { Ref: 'Bucket' },
            Managed: true,
            NotificationConfiguration: {
              EventBridgeConfiguration: {},
              QueueConfigurations: [
                {
                  Events: ['s3:ObjectCreated:*'],
                  QueueArn: { 'Fn::GetAtt': ['Objects', 'Arn'] },
                  Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'orders/' }] } },
                },
                { Events: ['s3:ObjectRemoved:*'], QueueArn: { 'Fn::GetAtt': ['Removed', 'Arn'] } },
                { Events: ['s3:ObjectCreated:*'], QueueArn: { 'Fn::GetAtt': ['Closed', 'Arn'] } },
              ],
              TopicConfigurations: [{ Events: ['s3:ObjectCreated:Put'], TopicArn: { Ref: 'Topic' } }],
              LambdaFunctionConfigurations: [
                { Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: functionArn('worker') },
              ],
            },
          },
        },
        ...queue('Objects', 's3.amazonaws.com', bucketArn),
        ...queue('Removed', 's3.amazonaws.com', bucketArn, {
          StringEquals: { 'aws:SourceAccount': account },
        }),
        Closed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'closed' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'objects' } },
        TopicPolicy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [{ Ref: 'Topic' }],
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'sns:Publish',
                  Principal: { Service: 's3.amazonaws.com' },
                  Resource: { Ref: 'Topic' },
                },
              ],
            },
          },
        },
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: { Ref: 'Topic' },
            Protocol: 'sqs',
            Endpoint: { 'Fn::GetAtt': ['Told', 'Arn'] },
          },
        },
        ...queue('Told', 'sns.amazonaws.com', `arn:aws:sns:${region}:${account}:objects`),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'created',
            EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] },
            Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Created', 'Arn'] } }],
          },
        },
        ...queue('Created', 'events.amazonaws.com', `arn:aws:events:${region}:${account}:rule/created`),
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'orders',
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          },
        },
        ...intake(
          '/objects',
          'POST',
          {
            IntegrationHttpMethod: 'PUT',
            Uri: uri('s3:path/intake-bucket/orders/{object}'),
            RequestParameters: { 'integration.request.path.object': 'context.requestId' },
            RequestTemplates: { 'application/json': '{"order":$input.json("$")}' },
          },
          '201',
        ),
        ...intake('/denied', 'POST', {
          IntegrationHttpMethod: 'PUT',
          Uri: uri('s3:path/intake-bucket/elsewhere/{object}'),
          RequestParameters: { 'integration.request.path.object': 'context.requestId' },
          RequestTemplates: { 'application/json': '$input.body' },
        }),
        ...intake('/orders', 'POST', {
          Uri: uri('dynamodb:action/PutItem'),
          RequestTemplates: {
            'application/json':
              '{"TableName":"orders","Item":{"pk":{"S":"$input.path(\'$.id\')"},"body":{"S":"$util.escapeJavaScript($input.json(\'$\'))"}},"ConditionExpression":"attribute_not_exists(pk)"}',
          },
        }),
        ...intake('/orders/{id}', 'PUT', {
          Uri: uri('dynamodb:action/UpdateItem'),
          RequestTemplates: {
            'application/json':
              '{"TableName":"orders","Key":{"pk":{"S":"$input.params(\'id\')"}},"UpdateExpression":"SET note = :note","ExpressionAttributeValues":{":note":{"S":"$input.path(\'$.note\')"}}}',
          },
        }),
      },
    },
  );
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const send = (path: string, body: object, verb = 'POST') =>
  cloud.call('Api', `/dev${path}`, {
    method: verb,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

/** The body of the next message of a queue. */
async function next(name: string): Promise<Properties> {
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  const { signal } = new AbortController();
  const [message] = await cloud.cloud.queueSource(arn)!.receive(arn, { max: 1, waitMs: 20_000, signal });
  return JSON.parse(message!.body);
}

it('an object is put under a key that the template makes; queue, topic, bus and function are told', async () => {
  const { status, json } = await send('/objects', { sku: 'tea' });
  expect([status, json]).toEqual([201, { id: expect.any(String) }]);
  const key = `orders/${json.id}`;
  const { Records } = await next('objects');
  expect(Records[0]).toMatchObject({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'intake-bucket', arn: bucketArn }, object: { key, size: 23 } },
  });
  expect(await next('created')).toMatchObject({
    source: 'aws.s3',
    resources: [bucketArn],
    detail: { bucket: { name: 'intake-bucket' }, object: { key, size: 23 } },
  });
  const told = await next('told');
  expect(told.Subject).toBe('Amazon S3 Notification');
  expect(JSON.parse(told.Message).Records[0].s3.object.key).toBe(key);
  expect(cloud.functions.last('worker').Records[0].s3.object.key).toBe(key);
});

it('a removed object is told of, and a queue whose policy does not let S3 send is named', async () => {
  const { json } = await send('/objects', {});
  const key = `orders/${json.id}`;
  const ask = (path: string, method: string, query: string, body = '') =>
    cloud.cloud.aws({
      service: 's3',
      region,
      action: '',
      method,
      path,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.from(body),
      caller: {},
    });
  await ask('/intake-bucket', 'POST', 'delete=', `<Delete><Object><Key>${key}</Key></Object></Delete>`);
  expect((await next('removed')).Records[0]).toMatchObject({ eventName: 'ObjectRemoved:Delete' });
  const refused = `a notification of ${key} failed: User: s3.amazonaws.com is not authorized to perform: sqs:SendMessage`;
  await vi.waitFor(() => expect(traced(cloud, 'notice')).toContainEqual(expect.stringContaining(refused)), {
    timeout: 60_000,
  });
});

it('a key that the role does not cover is refused', async () => {
  expect((await send('/denied', {})).status).toBe(400);
});

it('an item is put once, and updated', async () => {
  expect((await send('/orders', { id: 'o-1', sku: 'tea' })).status).toBe(202);
  expect((await send('/orders', { id: 'o-1' })).status).toBe(400);
  expect((await send('/orders/o-1', { note: 'gift' }, 'PUT')).status).toBe(202);
  const { status, body } = await cloud.cloud.aws({
    service: 'dynamodb',
    region,
    action: 'GetItem',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body: Buffer.from(JSON.stringify({ TableName: 'orders', Key: { pk: { S: 'o-1' } } })),
    caller: {},
  });
  expect([status, JSON.parse(String(body)).Item]).toEqual([
    200,
    { pk: { S: 'o-1' }, body: { S: '{"id":"o-1","sku":"tea"}' }, note: { S: 'gift' } },
  ]);
});
