import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqs } from '../../../../src/local-cloud/aws/sqs/service.ts';
import type { HttpRequest, Service } from '../../../../src/local-cloud/contract.ts';
import { type Listening, listen } from '../../../../src/local-cloud/listen.ts';
import { account } from '../../harness.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../fixture.ts';
import { recorder } from '../recorder.ts';
import { httpApi } from './resources.ts';

const streams = recorder(['events', 'kinesis', 'states'], ({ service, action }) => [
  `${service}:${action}`,
  '*',
]);
const seen: HttpRequest[] = [];
let cloud: GatewayHarness;
let backend: Listening;
let server: Server;

/** A site of the local cloud that HTTP integrations call. */
const site: Service = {
  name: 'backend',
  supports: {},
  start: async () => ({
    deploy: async () => undefined,
    close: async () => undefined,
    sites: () => [
      {
        key: 'backend',
        title: 'backend',
        kind: 'bucket',
        hosts: ['backend.example.com'],
        handle: async (request) => {
          seen.push(request);
          return {
            status: 418,
            headers: [
              ['x-secret', 's'],
              ['x-keep', 'k'],
            ],
            body: Buffer.from('{"a":{"b":7}}'),
          };
        },
      },
    ],
  }),
};

const integration = (id: string, key: string, properties: object) => ({
  [`${id}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: 'Api' }, PayloadFormatVersion: '1.0', ...properties },
  },
  [`${id}Route`]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: key,
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration` }]] },
    },
  },
});
const service = (
  id: string,
  key: string,
  subtype: string,
  parameters: object,
  role = 'Role',
  ResponseParameters?: object,
) =>
  integration(id, key, {
    ...(ResponseParameters ? { ResponseParameters } : {}),
    IntegrationType: 'AWS_PROXY',
    IntegrationSubtype: subtype,
    CredentialsArn: { 'Fn::GetAtt': [role, 'Arn'] },
    RequestParameters: parameters,
  });
const role = (action: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] } }],
  },
});

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] });
    response.end(`${request.method} ${request.url}`);
  });
  backend = await listen(server, 0);
  cloud = await startGatewayHarness(
    { echo: () => ({}) },
    {
      more: [sqs, streams.service, site],
      resources: {
        ...functionResources('echo'),
        ...httpApi({}, { StageVariables: { source: 'shop' } }),
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
        Role: role('*'),
        Weak: role('sqs:ReceiveMessage'),
        ...service('Send', 'POST /send', 'SQS-SendMessage', {
          QueueUrl: { Ref: 'Queue' },
          MessageBody: '$request.body.order',
          MessageAttributes: '{"from":{"DataType":"String","StringValue":"$request.header.x-from"}}',
        }),
        ...service('Whole', 'POST /whole', 'SQS-SendMessage', {
          QueueUrl: { Ref: 'Queue' },
          MessageBody: '$request.body',
        }),
        ...service(
          'Placed',
          'POST /placed',
          'SQS-SendMessage',
          { QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body' },
          'Role',
          {
            200: {
              ResponseParameters: [
                { Destination: 'overwrite:statuscode', Source: '202' },
                { Destination: 'append:header.location', Source: `orders/$\{context.requestId}` },
              ],
            },
          },
        ),
        ...service('Receive', 'GET /receive', 'SQS-ReceiveMessage', {
          QueueUrl: { Ref: 'Queue' },
          MaxNumberOfMessages: '10',
          AttributeNames: '["All"]',
          MessageAttributeNames: '["All"]',
        }),
        ...service(
          'Weak',
          'POST /weak',
          'SQS-SendMessage',
          { QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body' },
          'Weak',
        ),
        ...service('Event', 'POST /event/{id}', 'EventBridge-PutEvents', {
          Detail: '$request.body.detail',
          DetailType: 'order.$request.path.id',
          Source: '$stageVariables.source',
          EventBusName: 'bus',
          Resources: '$context.apiId',
        }),
        ...service('Record', 'POST /record', 'Kinesis-PutRecord', {
          StreamName: 'clicks',
          Data: '$request.body.click',
          PartitionKey: '$request.querystring.key',
        }),
        ...service('Start', 'POST /start', 'StepFunctions-StartExecution', {
          StateMachineArn: 'arn:machine',
          Input: '$request.body',
        }),
        ...integration('Site', 'ANY /site/{proxy+}', {
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'ANY',
          IntegrationUri: 'https://backend.example.com/base/{proxy}',
          RequestParameters: {
            'append:header.x-added': '$context.requestId',
            'overwrite:header.x-old': 'new',
            'remove:header.x-gone': "''",
            'overwrite:querystring.q': '$request.header.x-q',
            'overwrite:header.authorization': 'reserved',
          },
          ResponseParameters: {
            418: {
              ResponseParameters: [
                { Destination: 'overwrite:statuscode', Source: '203' },
                { Destination: 'remove:header.x-secret', Source: '' },
                { Destination: 'append:header.x-b', Source: '$response.body.a.b' },
              ],
            },
          },
        }),
        ...integration('Path', 'GET /path/{id}', {
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'POST',
          IntegrationUri: 'https://backend.example.com/other',
          RequestParameters: { 'overwrite:path': '/things/$request.path.id' },
        }),
        ...integration('Net', 'GET /net/{proxy+}', {
          IntegrationType: 'HTTP_PROXY',
          IntegrationUri: `${backend.url}/{proxy}`,
        }),
        ...integration('Down', 'GET /down', {
          IntegrationType: 'HTTP_PROXY',
          IntegrationUri: 'http://127.0.0.1:1/',
        }),
      },
    },
  );
});
afterAll(async () => {
  await cloud.close();
  await backend.close();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  cloud.call('Api', path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });

describe('AWS service integrations (developer guide, "Integration subtype reference")', () => {
  it('send to SQS and receive from it, with mapped parameters', async () => {
    const sent = await post('/send', { order: { id: 1 } }, { 'x-from': 'web' });
    expect([sent.status, sent.headers['content-type']]).toEqual([200, 'text/xml']);
    expect(sent.text).toMatch(/<SendMessageResponse .*<MessageId>[\w-]+<\/MessageId>/s);
    const received = await cloud.call('Api', '/receive');
    expect(received.text).toMatch(/<Body>\{&#34;id&#34;:1\}<\/Body>/);
    expect(received.text).toMatch(/<MessageAttribute><Name>from<\/Name><Value>.*web/s);
  });

  it('send the whole body', async () => {
    await post('/whole', 'as it is');
    const { arn } = cloud.cloud.model.byType('AWS::SQS::Queue')[0]!;
    const queue = cloud.cloud.queueSource(arn)!;
    const { signal } = new AbortController();
    const [message] = await queue.receive(arn, { max: 1, waitMs: 0, signal });
    expect(message!.body).toBe('as it is');
  });

  it('answer with the status and headers that response mappings give', async () => {
    const { status, headers } = await post('/placed', 'an order');
    expect(status).toBe(202);
    expect(headers.location).toMatch(/^orders\/[\w-]{15}=$/);
  });

  it('answer 400 when the request has nothing for a required parameter', async () => {
    const { status, json } = await post('/send', { other: 1 });
    expect([status, json]).toEqual([400, { message: 'Bad Request' }]);
  });

  it('answer 500 when the role of the integration may not', async () => {
    const { status, json } = await post('/weak', 'x');
    expect([status, json]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('put events, as the role and for the API', async () => {
    streams.answer = { ...streams.answer, body: '{"FailedEntryCount":0}' };
    const { status, json } = await post('/event/placed', { detail: { a: 1 } });
    expect([status, json]).toEqual([200, { FailedEntryCount: 0 }]);
    const { service: name, action, body, caller, headers } = streams.last();
    const { ref } = cloud.cloud.model.byType('AWS::ApiGatewayV2::Api')[0]!;
    expect([name, action, headers['x-amz-target']]).toEqual(['events', 'PutEvents', 'AWSEvents.PutEvents']);
    expect(JSON.parse(body.toString())).toEqual({
      Entries: [
        {
          Detail: '{"a":1}',
          DetailType: 'order.placed',
          Source: 'shop',
          EventBusName: 'bus',
          Resources: [ref],
        },
      ],
    });
    expect(caller.roleArn).toMatch(new RegExp(`^arn:aws:iam::${account}:role/`));
    expect(caller.sourceArn).toBe(`arn:aws:execute-api:eu-west-1:${account}:${ref}/$default`);
  });

  it('put records and start executions', async () => {
    await post('/record?key=k', { click: 'here' });
    expect(JSON.parse(streams.last().body.toString())).toEqual({
      StreamName: 'clicks',
      Data: Buffer.from('here').toString('base64'),
      PartitionKey: 'k',
    });
    await post('/start', { in: 1 });
    expect([streams.last().service, streams.last().action]).toEqual(['states', 'StartExecution']);
    expect(JSON.parse(streams.last().body.toString())).toEqual({
      stateMachineArn: 'arn:machine',
      input: '{"in":1}',
    });
  });
});

describe('HTTP integrations', () => {
  it('go to a site of the local cloud, changed as the mappings say', async () => {
    const { status, list, json } = await cloud.call('Api', '/site/a/b%20c?q=1&r=2', {
      method: 'PUT',
      headers: { 'x-old': 'old', 'x-gone': 'g', 'x-q': '9', authorization: 'mine' },
      body: 'x',
    });
    const request = seen.at(-1)!;
    expect([request.method, request.path, request.rawQuery]).toEqual(['PUT', '/base/a/b%20c', 'q=9&r=2']);
    const headers = Object.fromEntries(request.headers);
    expect(headers).toMatchObject({ host: 'backend.example.com', 'x-old': 'new', authorization: 'mine' });
    expect(headers['x-added']).toMatch(/=$/);
    expect(headers).not.toHaveProperty('x-gone');
    expect([status, json]).toEqual([203, { a: { b: 7 } }]);
    expect(list.filter(([name]) => name.startsWith('x-'))).toEqual([
      ['x-keep', 'k'],
      ['x-b', '7'],
    ]);
  });

  it('replace path and method', async () => {
    await cloud.call('Api', '/path/7');
    expect([seen.at(-1)!.method, seen.at(-1)!.path]).toEqual(['POST', '/things/7']);
  });

  it('go over the network, and answer 503 when nothing is there', async () => {
    const { status, text, list } = await cloud.call('Api', '/net/a/b?x=1');
    expect([status, text]).toEqual([200, 'GET /a/b?x=1']);
    expect(list.filter(([name]) => name === 'set-cookie')).toHaveLength(2);
    expect((await cloud.call('Api', '/down')).status).toBe(503);
  });
});
