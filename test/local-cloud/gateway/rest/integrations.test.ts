import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../../src/local-cloud/aws/s3/service.ts';
import { sqs } from '../../../../src/local-cloud/aws/sqs/service.ts';
import { account, type Resources } from '../../harness.ts';
import { functionResources, type GatewayHarness, invokeUri, startGatewayHarness } from '../fixture.ts';
import { recorder } from '../recorder.ts';
import { method, restApi } from './resources.ts';

const services = recorder(['kinesis', 'dynamodb', 'events', 'states'], ({ service, action }) => [
  `${service}:${action}`,
  '*',
]);
let cloud: GatewayHarness;
let outcome: unknown;

const uri = (rest: string) => `arn:aws:apigateway:eu-west-1:${rest}`;
const answers = (...list: object[]) => ({
  MethodResponses: list.map((it) => ({ StatusCode: (it as { StatusCode: string }).StatusCode })),
});
const aws = (
  path: string,
  verb: string,
  integration: object,
  responses: object[] = [{ StatusCode: '200' }],
): Resources =>
  method(
    path,
    verb,
    {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
      IntegrationResponses: responses,
      ...integration,
    },
    answers(...responses),
  );
const form = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      fn: () => {
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    },
    {
      more: [s3, sqs, services.service],
      resources: {
        ...functionResources('fn'),
        ...restApi([
          '/queue',
          '/json',
          '/denied',
          '/record',
          '/item/{id}',
          '/event',
          '/start',
          '/files/{key}',
          '/fn',
          '/async',
          '/mock',
          '/override',
          '/broken',
          '/pattern',
        ]),
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'intake' } },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'intake-bucket' } },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
          },
        },
        Weak: { Type: 'AWS::IAM::Role', Properties: {} },
        ...aws(
          '/queue',
          'POST',
          {
            Uri: uri(`sqs:path/${account}/intake`),
            PassthroughBehavior: 'NEVER',
            RequestParameters: form,
            RequestTemplates: {
              'application/json':
                "Action=SendMessage&MessageBody=$util.urlEncode($input.body)&MessageAttribute.1.Name=agent&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$util.urlEncode($input.params('User-Agent'))",
            },
          },
          [
            {
              StatusCode: '202',
              ResponseTemplates: {
                'application/json': `{"id":"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"}`,
              },
            },
            { StatusCode: '400', SelectionPattern: '4\\d{2}' },
          ],
        ),
        ...aws('/json', 'POST', {
          Uri: uri('sqs:path/'),
          RequestParameters: {
            'integration.request.header.Content-Type': "'application/x-amz-json-1.0'",
            'integration.request.header.X-Amz-Target': "'AmazonSQS.SendMessage'",
          },
          RequestTemplates: {
            'application/json': {
              'Fn::Join': [
                '',
                [
                  '{"QueueUrl":"',
                  { Ref: 'Queue' },
                  '","MessageBody":"$util.escapeJavaScript($input.json("$"))"}',
                ],
              ],
            },
          },
        }),
        ...aws(
          '/denied',
          'POST',
          {
            Uri: uri(`sqs:path/${account}/intake`),
            Credentials: { 'Fn::GetAtt': ['Weak', 'Arn'] },
            RequestParameters: form,
            RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=x' },
          },
          [{ StatusCode: '200' }, { StatusCode: '502', SelectionPattern: '403' }],
        ),
        ...aws('/record', 'POST', {
          Uri: uri('kinesis:action/PutRecord'),
          RequestTemplates: {
            'application/json':
              '{"StreamName":"s","Data":"$util.base64Encode($input.json(\'$.data\'))","PartitionKey":"$input.path(\'$.key\')"}',
          },
        }),
        ...aws(
          '/item/{id}',
          'GET',
          {
            Uri: uri('dynamodb:action/GetItem'),
            RequestTemplates: {
              'application/json': '{"TableName":"t","Key":{"pk":{"S":"$input.params(\'id\')"}}}',
            },
          },
          [
            {
              StatusCode: '200',
              ResponseTemplates: {
                'application/json':
                  '#set($item = $input.path(\'$.Item\'))#if($item == \'\')#set($context.responseOverride.status = 404){}#else{"name":"$item.name.S"}#end',
              },
            },
          ],
        ),
        ...aws('/event', 'POST', {
          Uri: uri('events:action/PutEvents'),
          RequestParameters: { 'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'" },
          RequestTemplates: {
            'application/json':
              '{"Entries":[{"Source":"api","DetailType":"t","Detail":"$util.escapeJavaScript($input.body)"}]}',
          },
        }),
        ...aws('/start', 'POST', {
          Uri: uri('states:action/StartExecution'),
          RequestTemplates: {
            'application/json':
              '{"stateMachineArn":"m","input":"$util.escapeJavaScript($input.json(\'$\'))"}',
          },
        }),
        ...aws(
          '/files/{key}',
          'PUT',
          {
            IntegrationHttpMethod: 'PUT',
            Uri: uri('s3:path/intake-bucket/{object}'),
            RequestParameters: {
              'integration.request.path.object': 'method.request.path.key',
              'integration.request.header.Content-Type': 'method.request.header.Content-Type',
            },
          },
          [
            {
              StatusCode: '201',
              ResponseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
            },
          ],
        ),
        ...aws(
          '/files/{key}',
          'GET',
          {
            IntegrationHttpMethod: 'GET',
            Uri: uri('s3:path/intake-bucket/{object}'),
            RequestParameters: { 'integration.request.path.object': 'method.request.path.key' },
          },
          [
            {
              StatusCode: '200',
              ResponseParameters: {
                'method.response.header.Content-Type': 'integration.response.header.Content-Type',
              },
            },
            { StatusCode: '404', SelectionPattern: '4\\d\\d' },
          ],
        ),
        ...aws(
          '/fn',
          'POST',
          {
            Uri: invokeUri('fn'),
            Credentials: undefined,
            RequestTemplates: { 'application/json': '{"wrapped":$input.json("$")}' },
          },
          [
            {
              StatusCode: '200',
              ResponseParameters: {
                'method.response.header.X-Id': 'integration.response.body.id',
                'method.response.header.X-Stage': 'context.stage',
              },
            },
            {
              StatusCode: '400',
              SelectionPattern: '.*[Bb]ad.*',
              ResponseTemplates: { 'application/json': '{"error":"$input.path(\'$.errorMessage\')"}' },
            },
          ],
        ),
        ...aws(
          '/async',
          'POST',
          {
            Uri: invokeUri('fn'),
            Credentials: undefined,
            RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
          },
          [{ StatusCode: '202' }],
        ),
        ...aws(
          '/mock',
          'GET',
          {
            Type: 'MOCK',
            RequestTemplates: {
              'application/json':
                "#if($input.params('fail') == 'yes'){\"statusCode\": 500}#else{ statusCode: 200 }#end",
            },
          },
          [
            {
              StatusCode: '200',
              ResponseParameters: { 'method.response.header.X-A': "'static'" },
              ResponseTemplates: { 'application/json': '{"ok":true}', 'text/plain': 'ok' },
            },
            {
              StatusCode: '503',
              SelectionPattern: '5\\d\\d',
              ResponseTemplates: { 'application/json': '{"ok":false}' },
            },
          ],
        ),
        ...aws(
          '/override',
          'GET',
          {
            Type: 'MOCK',
            RequestTemplates: {
              'application/json':
                '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-B = "b"){"statusCode": 200}',
            },
          },
          [{ StatusCode: '200', ResponseParameters: { 'method.response.header.x-b': "'a'" } }],
        ),
        ...aws('/broken', 'GET', { Type: 'MOCK', RequestTemplates: { 'application/json': '#if(' } }),
        ...aws('/broken', 'POST', { Type: 'MOCK', RequestTemplates: { 'application/json': 'no status' } }),
        ...aws(
          '/pattern',
          'GET',
          { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 404}' } },
          [{ StatusCode: '200', SelectionPattern: '2\\d\\d' }],
        ),
      },
    },
  );
});
afterAll(() => cloud.close());

const send = (path: string, body: unknown, headers: Record<string, string> = {}, verb = 'POST') =>
  cloud.call('Api', `/dev${path}`, {
    method: verb,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const messages = async () => {
  const { arn } = cloud.cloud.model.byType('AWS::SQS::Queue')[0]!;
  const source = cloud.cloud.queueSource(arn)!;
  const list = await source.receive(arn, { max: 10, waitMs: 0, signal: new AbortController().signal });
  await source.remove(
    arn,
    list.map(({ receiptHandle }) => receiptHandle),
  );
  return list;
};

describe('SQS', () => {
  it('takes a form on the path of a queue, as CDK and the guide write it', async () => {
    const { status, json } = await send('/queue', { a: 'ü&b' }, { 'user-agent': 'agent' });
    const [message] = await messages();
    expect([status, json]).toEqual([202, { id: message!.messageId }]);
    expect(JSON.parse(message!.body)).toEqual({ a: 'ü&b' });
    expect(message!.messageAttributes).toMatchObject({ agent: { DataType: 'String', StringValue: 'agent' } });
  });

  it('takes AWS JSON with a target header', async () => {
    const { status, json } = await send('/json', { a: 1 });
    expect([status, Object.keys(json)]).toEqual([
      200,
      expect.arrayContaining(['MessageId', 'MD5OfMessageBody']),
    ]);
    expect((await messages())[0]!.body).toMatch(/a/);
  });

  it('refuses a body of another type', async () => {
    const { status, json } = await send('/queue', '<a/>', { 'content-type': 'application/xml' });
    expect([status, json]).toEqual([415, { message: 'Unsupported Media Type' }]);
  });

  it('gets no message from a role that may not send', async () => {
    const { status, json } = await send('/denied', {});
    expect(status).toBe(502);
    expect(json.Error.Code).toMatch(/AccessDenied/);
    expect(await messages()).toEqual([]);
  });
});

describe('services that speak AWS JSON', () => {
  it('Kinesis gets records', async () => {
    services.answer = { status: 200, body: '{"ShardId":"s","SequenceNumber":"1"}' };
    const { json } = await send('/record', { data: { x: 1 }, key: 'k' });
    expect(json).toEqual({ ShardId: 's', SequenceNumber: '1' });
    const { action, body, caller } = services.last();
    expect(action).toBe('PutRecord');
    expect(JSON.parse(body.toString())).toEqual({ StreamName: 's', Data: 'eyJ4IjoxfQ==', PartitionKey: 'k' });
    expect(caller.sourceArn).toMatch(/\/dev\/POST\/record$/);
  });

  it('DynamoDB answers, and a template changes the status', async () => {
    services.answer = { status: 200, body: '{"Item":{"name":{"S":"n"}}}' };
    expect((await cloud.call('Api', '/dev/item/7')).json).toEqual({ name: 'n' });
    expect(services.last().headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
    expect(JSON.parse(services.last().body.toString()).Key).toEqual({ pk: { S: '7' } });
    services.answer = { status: 200, body: '{}' };
    expect((await cloud.call('Api', '/dev/item/8')).status).toBe(404);
  });

  it('EventBridge and Step Functions get what the template writes', async () => {
    await send('/event', { it: "it's" });
    expect(services.last().action).toBe('PutEvents');
    await send('/start', { a: 'x"y' });
    expect(services.last().service).toBe('states');
    expect(JSON.parse(JSON.parse(services.last().body.toString()).input)).toEqual({ a: 'x"y' });
  });
});

describe('S3', () => {
  it('gets an object under the mapped key, and gives it back', async () => {
    const put = await send('/files/a.txt', 'content', { 'content-type': 'text/plain' }, 'PUT');
    expect([put.status, put.headers.etag]).toEqual([201, expect.stringMatching(/^"\w{32}"$/)]);
    const got = await cloud.call('Api', '/dev/files/a.txt');
    expect([got.status, got.text, got.headers['content-type']]).toEqual([200, 'content', 'text/plain']);
    expect((await cloud.call('Api', '/dev/files/none')).status).toBe(404);
  });
});

describe('functions without proxy', () => {
  it('get what the template writes; headers come from their result', async () => {
    outcome = { id: 'i-1' };
    const { status, json, headers } = await send('/fn', { a: 1 });
    expect(cloud.functions.last('fn')).toEqual({ wrapped: { a: 1 } });
    expect([status, json]).toEqual([200, { id: 'i-1' }]);
    expect(headers).toMatchObject({ 'x-id': 'i-1', 'x-stage': 'dev' });
  });

  it('choose the answer by the message of their error', async () => {
    outcome = new Error('a bad request');
    const { status, json } = await send('/fn', {});
    expect([status, json]).toEqual([400, { error: 'a bad request' }]);
  });

  it('are not waited for as events', async () => {
    outcome = {};
    const { status, text } = await send('/async', { a: 1 });
    expect([status, text]).toEqual([202, '']);
  });
});

describe('mock integrations', () => {
  it('answer by the status that their template writes', async () => {
    const good = await cloud.call('Api', '/dev/mock');
    expect([good.status, good.json, good.headers['x-a']]).toEqual([200, { ok: true }, 'static']);
    const plain = await cloud.call('Api', '/dev/mock', { headers: { accept: 'text/plain' } });
    expect([plain.text, plain.headers['content-type']]).toEqual(['ok', 'text/plain']);
    const bad = await cloud.call('Api', '/dev/mock?fail=yes');
    expect([bad.status, bad.json]).toEqual([503, { ok: false }]);
  });

  it('take overrides', async () => {
    const { status, headers } = await cloud.call('Api', '/dev/override');
    expect([status, headers['x-b']]).toEqual([418, 'b']);
  });

  it.each(['/broken', '/pattern'])('answer 500 when they are not well made: %s', async (path) => {
    const { status, json } = await cloud.call('Api', `/dev${path}`);
    expect([status, json]).toEqual([500, { message: 'Internal server error' }]);
    expect((await send('/broken', '')).status).toBe(500);
  });
});
