import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { gateway } from '../../../src/local-cloud/gateway/service.ts';
import { unserved } from '../../../src/local-cloud/unserved.ts';
import { synthesise } from './cdk-app.ts';
import { type GatewayHarness, startGatewayHarness, traced } from './fixture.ts';

let cloud: GatewayHarness;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      echo: (event) => ({
        path: event.rawPath,
        id: event.pathParameters?.id,
        lambda: event.requestContext.authorizer?.lambda,
      }),
      judge: () => ({ isAuthorized: true, context: { tenant: 't' } }),
      'rest-echo': (event) => ({
        statusCode: 200,
        body: JSON.stringify({
          path: event.path,
          id: event.pathParameters?.id,
          full: event.requestContext.path,
        }),
      }),
    },
    { more: [sqs], stacks: synthesise() },
  );
}, 60_000);
afterAll(() => cloud.close());

const messages = async (name: RegExp) => {
  const { arn } = cloud.cloud.model.byType('AWS::SQS::Queue').find((queue) => name.test(queue.arn))!;
  const list = await cloud.cloud
    .queueSource(arn)!
    .receive(arn, { max: 10, waitMs: 0, signal: new AbortController().signal });
  return list.map(({ body }) => body);
};

describe('an HTTP API of CDK', () => {
  it('answers under its custom domain, with the permissions that CDK writes', async () => {
    const { json } = await cloud.visit('https://api.example.com/shop/v1/items/7');
    expect(json).toEqual({ path: '/shop/v1/items/7', id: '7' });
    const judged = await cloud.visit('https://api.example.com/shop/v1/judged', {
      headers: { authorization: 'x' },
    });
    expect(judged.json).toMatchObject({ lambda: { tenant: 't' } });
  });

  it('is switched off under its own host', async () => {
    const { ref } = cloud.cloud.model.byType('AWS::ApiGatewayV2::Api')[0]!;
    const { status, json } = await cloud.visit(`https://${ref}.execute-api.eu-west-1.amazonaws.com/items/7`);
    expect([status, json]).toEqual([404, { message: 'Not Found' }]);
    expect((await cloud.visit('https://api.example.com/other')).status).toBe(404);
  });

  it('sends to SQS as its role', async () => {
    const { status } = await cloud.visit('https://api.example.com/shop/v1/queue', {
      method: 'POST',
      body: '{"MessageBody":"hello"}',
    });
    expect([status, await messages(/http-Queue/)]).toEqual([200, ['hello']]);
  });
});

describe('a REST API of CDK', () => {
  const url = (path: string) => `https://rest.example.com/r${path}`;

  it('answers under its custom domain, with the base path in the path', async () => {
    const { json } = await cloud.visit(url('/items/7'));
    expect(json).toEqual({ path: '/r/items/7', id: '7', full: '/r/items/7' });
    expect((await cloud.visit('https://rest.example.com/other')).json).toEqual({ message: 'Forbidden' });
  });

  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://b.example', 'https://b.example'],
    ['https://evil.example', 'https://a.example'],
  ])('answers preflight requests of %s by its mock integration', async (origin, allowed) => {
    const { status, headers, text } = await cloud.visit(url('/items'), {
      method: 'OPTIONS',
      headers: { origin },
    });
    expect([status, text.trim()]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': allowed,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD',
      vary: 'Origin',
    });
  });

  it('validates, authorizes and stores', async () => {
    const post = (path: string, body: string) =>
      cloud.visit(url(path), { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await post('/items', '{"id":1}')).json).toEqual({ message: 'Invalid request body' });
    expect((await post('/items', '{"id":"1"}')).status).toBe(200);
    const stored = await post('/intake', '{"a":1}');
    expect([stored.status, stored.json, await messages(/rest-intake/)]).toEqual([
      202,
      { accepted: true },
      ['{"a":1}'],
    ]);
    expect((await cloud.visit(url('/items'), { method: 'DELETE' })).status).toBe(401);
  });
});

it('takes all that CDK writes without a notice of AWS refusing it', () => {
  expect(traced(cloud, 'notice').filter((text) => /AWS refuses|not evaluate/.test(text))).toEqual([]);
  const named = unserved(cloud.cloud.model, [gateway]).filter((line) => /ApiGateway/.test(line));
  expect(named).toEqual([]);
});
