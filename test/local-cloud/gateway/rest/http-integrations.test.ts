import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest, Service } from '../../../../src/local-cloud/contract.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../fixture.ts';
import { method, proxy, restApi } from './resources.ts';

const seen: HttpRequest[] = [];
let cloud: GatewayHarness;

const backend: Service = {
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
          const status = request.path.endsWith('/missing') ? 404 : 200;
          return {
            status,
            headers: [
              ['content-type', 'text/plain'],
              ['server', 'backend'],
              ['x-total', '3'],
            ],
            body: Buffer.from('{"name":"n"}'),
          };
        },
      },
    ],
  }),
};

beforeAll(async () => {
  const path = (name: string) => ({ [`integration.request.path.${name}`]: `method.request.path.${name}` });
  cloud = await startGatewayHarness(
    { echo: () => ({ statusCode: 200 }) },
    {
      more: [backend],
      resources: {
        ...functionResources('echo'),
        ...restApi(['/proxy/{rest+}', '/mapped/{id}', '/edge', '/down'], {
          EndpointConfiguration: undefined,
        }),
        ...method('/proxy/{rest+}', 'ANY', {
          Type: 'HTTP_PROXY',
          IntegrationHttpMethod: 'ANY',
          Uri: 'https://backend.example.com/base/{rest}',
          RequestParameters: {
            ...path('rest'),
            'integration.request.header.X-Stage': 'context.stage',
            'integration.request.querystring.from': "'gateway'",
          },
        }),
        ...method(
          '/mapped/{id}',
          'POST',
          {
            Type: 'HTTP',
            IntegrationHttpMethod: 'PUT',
            Uri: 'https://backend.example.com/things/{id}',
            RequestParameters: path('id'),
            RequestTemplates: { 'application/json': '{"wrapped":$input.json("$")}' },
            IntegrationResponses: [
              {
                StatusCode: '201',
                ResponseParameters: {
                  'method.response.header.X-Count': 'integration.response.header.x-total',
                },
                ResponseTemplates: { 'application/json': '{"title":"$input.path(\'$.name\')"}' },
              },
              { StatusCode: '410', SelectionPattern: '404' },
            ],
          },
          {
            MethodResponses: [
              { StatusCode: '201', ResponseParameters: { 'method.response.header.X-Count': true } },
              { StatusCode: '410' },
            ],
          },
        ),
        ...method('/edge', 'GET', proxy('echo')),
        ...method('/down', 'GET', {
          Type: 'HTTP_PROXY',
          IntegrationHttpMethod: 'GET',
          Uri: 'http://127.0.0.1:1/',
        }),
      },
    },
  );
});
afterAll(() => cloud.close());

describe('HTTP integrations', () => {
  it('as a proxy pass request and answer on, with mapped parameters besides', async () => {
    const { status, text, headers } = await cloud.call('Api', '/dev/proxy/a/b?q=1', {
      method: 'PATCH',
      headers: { 'x-own': 'o', connection: 'close', te: 'trailers' },
      body: 'raw',
    });
    const request = seen.at(-1)!;
    expect([request.method, request.path, request.rawQuery, request.body.toString()]).toEqual([
      'PATCH',
      '/base/a/b',
      'q=1&from=gateway',
      'raw',
    ]);
    const sent = Object.fromEntries(request.headers);
    expect(sent).toMatchObject({
      host: 'backend.example.com',
      'x-own': 'o',
      'x-stage': 'dev',
      accept: 'application/json',
    });
    expect(sent).not.toHaveProperty('te');
    expect([status, text]).toEqual([200, '{"name":"n"}']);
    expect(headers).toMatchObject({
      'content-type': 'text/plain',
      'x-total': '3',
      'x-amzn-remapped-server': 'backend',
    });
    expect(headers).not.toHaveProperty('x-amzn-trace-id');
  });

  it('without proxy send what the template writes, and map the answer by its status', async () => {
    const post = (id: string) => cloud.call('Api', `/dev/mapped/${id}`, { method: 'POST', body: '{"a":1}' });
    const { status, json, headers } = await post('7');
    expect([seen.at(-1)!.method, seen.at(-1)!.path, seen.at(-1)!.body.toString()]).toEqual([
      'PUT',
      '/things/7',
      '{"wrapped":{"a":1}}',
    ]);
    expect([status, json, headers['x-count']]).toEqual([201, { title: 'n' }, '3']);
    expect((await post('missing')).status).toBe(410);
  });

  it('answer 504 when nothing is there', async () => {
    const { status, json, headers } = await cloud.call('Api', '/dev/down');
    expect([status, json]).toEqual([504, { message: 'Network error communicating with endpoint' }]);
    expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  });
});

it('adds what CloudFront adds before an edge-optimised API', async () => {
  const { headers } = await cloud.call('Api', '/dev/edge');
  expect(headers['x-cache']).toBe('Miss from cloudfront');
  expect(cloud.functions.last('echo').headers).toMatchObject({
    'CloudFront-Forwarded-Proto': 'https',
    'CloudFront-Is-Desktop-Viewer': 'true',
    Via: expect.stringContaining('CloudFront'),
  });
});
