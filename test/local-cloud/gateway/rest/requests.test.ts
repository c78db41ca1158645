import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account } from '../../harness.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../fixture.ts';
import { method, proxy, restApi } from './resources.ts';

let cloud: GatewayHarness;

const gatewayResponse = (id: string, properties: object) => ({
  [id]: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { RestApiId: { Ref: 'Api' }, ...properties },
  },
});

beforeAll(async () => {
  cloud = await startGatewayHarness(
    { echo: () => ({ statusCode: 200 }) },
    {
      resources: {
        ...functionResources('echo'),
        ...restApi(['/orders/{id}', '/plain'], {
          Policy: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: '*',
                Action: 'execute-api:Invoke',
                Resource: 'execute-api:/*/*/*',
              },
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 'execute-api:Invoke',
                Resource: 'execute-api:/*/*/*',
                Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
              },
            ],
          },
        }),
        Validator: {
          Type: 'AWS::ApiGateway::RequestValidator',
          Properties: {
            RestApiId: { Ref: 'Api' },
            ValidateRequestBody: true,
            ValidateRequestParameters: true,
          },
        },
        Item: {
          Type: 'AWS::ApiGateway::Model',
          Properties: {
            RestApiId: { Ref: 'Api' },
            Name: 'Item',
            ContentType: 'application/json',
            Schema: { type: 'object', required: ['id'] },
          },
        },
        Order: {
          Type: 'AWS::ApiGateway::Model',
          Properties: {
            RestApiId: { Ref: 'Api' },
            Name: 'Order',
            ContentType: 'application/json',
            Schema: {
              type: 'object',
              required: ['items'],
              properties: {
                items: {
                  type: 'array',
                  items: {
                    $ref: {
                      'Fn::Join': [
                        '',
                        [
                          'https://apigateway.amazonaws.com/restapis/',
                          { Ref: 'Api' },
                          '/models/',
                          { Ref: 'Item' },
                        ],
                      ],
                    },
                  },
                },
              },
            },
          },
        },
        ...method('/orders/{id}', 'POST', proxy('echo'), {
          RequestValidatorId: { Ref: 'Validator' },
          RequestModels: { 'application/json': { Ref: 'Order' } },
          RequestParameters: {
            'method.request.header.X-Tenant': true,
            'method.request.path.id': true,
            'method.request.querystring.page': true,
            'method.request.querystring.optional': false,
          },
        }),
        ...method('/plain', 'GET', proxy('echo')),
        ...gatewayResponse('General', {
          ResponseType: 'DEFAULT_4XX',
          ResponseParameters: {
            'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
            'gatewayresponse.header.X-Path': 'method.request.header.x-tenant',
          },
        }),
        ...gatewayResponse('Body', {
          ResponseType: 'BAD_REQUEST_BODY',
          StatusCode: '422',
          ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
          ResponseTemplates: {
            'application/json':
              '{"title":$context.error.messageString,"type":"$context.error.responseType","faults":"$context.error.validationErrorString","id":"$context.requestId","none":"$context.nope"}',
          },
        }),
      },
    },
  );
});
afterAll(() => cloud.close());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  cloud.call('Api', `/dev${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-tenant': 't', ...headers },
  });

describe('request validation (developer guide, "Request validation for REST APIs")', () => {
  it('names all required parameters that are missing', async () => {
    const { status, json } = await cloud.call('Api', '/dev/orders/1?optional=', {
      method: 'POST',
      body: '{"items":[]}',
    });
    expect([status, json]).toEqual([
      400,
      { message: 'Missing required request parameters: [X-Tenant, page]' },
    ]);
  });

  it('takes a body that is what the model says, with models that it refers to', async () => {
    expect((await post('/orders/1?page=1', '{"items":[{"id":1}]}')).status).toBe(200);
    for (const body of ['{"items":[{}]}', '{}', '', 'no json'])
      expect((await post('/orders/1?page=1', body)).status).toBe(422);
  });

  it('does not validate a body of a type without model', async () => {
    expect((await post('/orders/1?page=1', '<a/>', { 'content-type': 'application/xml' })).status).toBe(200);
  });
});

describe('gateway responses', () => {
  it('answer with their status, headers and template', async () => {
    const { status, json, headers } = await post('/orders/1?page=1', '{}');
    expect(status).toBe(422);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'x-amzn-errortype': 'BadRequestException',
    });
    expect(json).toEqual({
      title: 'Invalid request body',
      type: 'BAD_REQUEST_BODY',
      faults: '[object has missing required properties (["items"])]',
      id: headers['x-amzn-requestid'],
      none: '',
    });
  });

  it.each([
    [
      '{"items":[{},{}]}',
      '[object has missing required properties (["id"]), object has missing required properties (["id"])]',
    ],
    ['no json', '[Unknown error parsing request body]'],
  ])('name every fault of the body %s', async (body, faults) => {
    expect((await post('/orders/1?page=1', body)).json).toMatchObject({ faults });
  });

  it('of all 4xx give the others their headers', async () => {
    const { status, headers, json } = await cloud.call('Api', '/dev/none', { headers: { 'x-tenant': 't' } });
    expect([status, json]).toEqual([403, { message: 'Missing Authentication Token' }]);
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'x-path': 't' });
  });
});

describe('the resource policy', () => {
  it('refuses whom it denies', async () => {
    expect((await cloud.call('Api', '/dev/plain')).status).toBe(200);
    const { status, json } = await cloud.call('Api', '/dev/plain', { sourceIp: '203.0.113.9' });
    const { ref } = cloud.cloud.model.byType('AWS::ApiGateway::RestApi')[0]!;
    expect([status, json]).toEqual([
      403,
      {
        Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********${account.slice(-4)}:${ref}/dev/GET/plain`,
      },
    ]);
  });
});
