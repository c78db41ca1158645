import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentials } from '../../../../src/local-cloud/credentials.ts';
import { account } from '../../harness.ts';
import {
  functionResources,
  type GatewayHarness,
  invokeUri,
  startGatewayHarness,
  traced,
} from '../fixture.ts';
import { issuerAt } from '../issuer.ts';
import { method, proxy, restApi } from './resources.ts';

const pool = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc';
const issuer = issuerAt('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc');
const inAnHour = Math.floor(Date.now() / 1000) + 3600;
let cloud: GatewayHarness;
let verdict: unknown;

const authorizer = (id: string, properties: object) => ({
  [id]: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: { RestApiId: { Ref: 'Api' }, Name: id, ...properties },
  },
});
const guarded = (path: string, type: string, id?: string, more: object = {}) =>
  method(path, 'GET', proxy('echo'), {
    AuthorizationType: type,
    ...(id ? { AuthorizerId: { Ref: id } } : {}),
    ...more,
  });
const apiArn = (rest: string) => ({
  'Fn::Join': ['', [`arn:aws:execute-api:eu-west-1:${account}:`, { Ref: 'Api' }, rest]],
});

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      echo: () => ({ statusCode: 200 }),
      judge: () => {
        if (verdict instanceof Error) throw verdict;
        return verdict;
      },
    },
    {
      more: [issuer.service],
      resources: {
        ...functionResources('echo', 'judge'),
        ...restApi([
          '/token/{id}',
          '/request',
          '/kept/{id}',
          '/cognito',
          '/scoped',
          '/iam/{id}',
          '/key',
          '/open',
        ]),
        ...authorizer('Token', {
          Type: 'TOKEN',
          AuthorizerUri: invokeUri('judge'),
          IdentitySource: 'method.request.header.Authorization',
          IdentityValidationExpression: 'Bearer .+',
        }),
        ...authorizer('Request', {
          Type: 'REQUEST',
          AuthorizerUri: invokeUri('judge'),
          IdentitySource: 'method.request.header.x-a, method.request.querystring.q, context.stage',
          AuthorizerResultTtlInSeconds: 0,
        }),
        ...authorizer('Kept', {
          Type: 'REQUEST',
          AuthorizerUri: invokeUri('judge'),
          IdentitySource: 'method.request.header.x-a,method.request.querystring.q',
          AuthorizerResultTtlInSeconds: 60,
        }),
        ...authorizer('Cognito', {
          Type: 'COGNITO_USER_POOLS',
          IdentitySource: 'method.request.header.Authorization',
          ProviderARNs: [pool],
        }),
        ...guarded('/token/{id}', 'CUSTOM', 'Token'),
        ...guarded('/request', 'CUSTOM', 'Request'),
        ...guarded('/kept/{id}', 'CUSTOM', 'Kept'),
        ...guarded('/cognito', 'COGNITO_USER_POOLS', 'Cognito'),
        ...guarded('/scoped', 'COGNITO_USER_POOLS', 'Cognito', { AuthorizationScopes: ['orders/read'] }),
        ...guarded('/iam/{id}', 'AWS_IAM'),
        ...guarded('/key', 'NONE', undefined, { ApiKeyRequired: true }),
        Plan: {
          Type: 'AWS::ApiGateway::UsagePlan',
          Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }] },
        },
        ...Object.fromEntries(
          [
            ['Good', true],
            ['Off', false],
          ].flatMap(([name, Enabled]) => [
            [
              `${name}Key`,
              { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled, Value: `value-of-key-${name}` } },
            ],
            [
              `${name}PlanKey`,
              {
                Type: 'AWS::ApiGateway::UsagePlanKey',
                Properties: {
                  KeyId: { Ref: `${name}Key` },
                  KeyType: 'API_KEY',
                  UsagePlanId: { Ref: 'Plan' },
                },
              },
            ],
          ]),
        ),
        Caller: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'caller',
            Policies: [
              {
                PolicyDocument: {
                  Statement: [
                    { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: apiArn('/*/GET/iam/1') },
                  ],
                },
              },
            ],
          },
        },
      },
    },
  );
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.clock.now = Date.now();
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  cloud.call('Api', `/dev${path}`, { headers });
const policy = (effect: string, resource: string) => ({
  principalId: 'me',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
  },
  context: { tenant: 't', count: 3, flag: true },
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('TOKEN authorizers', () => {
  it('ask once for a token while the policy lives, and judge each method by it', async () => {
    verdict = policy('Allow', 'arn:aws:execute-api:*:*:*/dev/GET/token/1');
    const before = cloud.functions.count('judge');
    expect((await ask('/token/1', bearer('x'))).status).toBe(200);
    const event = cloud.functions.last('judge');
    expect(event).toMatchObject({ type: 'TOKEN', authorizationToken: 'Bearer x' });
    expect(event.methodArn).toMatch(/:execute-api:eu-west-1:123456789012:\w+\/dev\/GET\/token\/1$/);
    expect(cloud.functions.last('echo').requestContext.authorizer).toMatchObject({
      principalId: 'me',
      tenant: 't',
      count: '3',
      flag: 'true',
      integrationLatency: expect.any(Number),
    });
    const other = await ask('/token/2', bearer('x'));
    expect([other.status, other.json]).toEqual([
      403,
      { Message: 'User is not authorized to access this resource' },
    ]);
    expect(cloud.functions.count('judge')).toBe(before + 1);
    await ask('/token/1', bearer('x'));
    expect(traced(cloud, 'hop').join('\n')).toMatch(/authorizer Token: allowed me \(cached\)/);
    cloud.clock.now += 301_000;
    await ask('/token/1', bearer('x'));
    expect(cloud.functions.count('judge')).toBe(before + 2);
  });

  it('answer 401 without asking where there is no token, or not one of its form', async () => {
    const count = cloud.functions.count('judge');
    for (const headers of [{}, { authorization: 'Basic x' }] as Record<string, string>[]) {
      const { status, json, headers: given } = await ask('/token/1', headers);
      expect([status, json]).toEqual([401, { message: 'Unauthorized' }]);
      expect(given['x-amzn-errortype']).toBe('UnauthorizedException');
    }
    expect(cloud.functions.count('judge')).toBe(count);
  });

  it.each<[unknown, number, object]>([
    [
      policy('Deny', '*'),
      403,
      { Message: 'User is not authorized to access this resource with an explicit deny' },
    ],
    [new Error('Unauthorized'), 401, { message: 'Unauthorized' }],
    [new Error('broken'), 500, { message: null }],
    [{ statusCode: 401 }, 500, { message: null }],
    [{ ...policy('Allow', '*'), context: { deep: {} } }, 500, { message: null }],
  ])('answer as the function says: %j', async (given, status, body) => {
    verdict = given;
    cloud.clock.now += 999_000;
    const answered = await ask('/token/1', bearer(`y${status}`));
    expect([answered.status, answered.json]).toEqual([status, body]);
  });
});

describe('REQUEST authorizers', () => {
  it('get the request, and are asked each time without time to live', async () => {
    verdict = policy('Allow', '*');
    const count = cloud.functions.count('judge');
    expect((await ask('/request?q=1', { 'x-a': 'a' })).status).toBe(200);
    expect((await ask('/request?q=1', { 'x-a': 'a' })).status).toBe(200);
    expect(cloud.functions.count('judge')).toBe(count + 2);
    expect(cloud.functions.last('judge')).toMatchObject({
      type: 'REQUEST',
      resource: '/request',
      path: '/request',
      httpMethod: 'GET',
      headers: { 'x-a': 'a' },
      multiValueHeaders: { 'x-a': ['a'] },
      queryStringParameters: { q: '1' },
      pathParameters: {},
      requestContext: { stage: 'dev', resourcePath: '/request' },
    });
  });

  it('are asked once for the same identity while the policy lives, which judges each method', async () => {
    const { ref } = cloud.cloud.model.byType('AWS::ApiGateway::RestApi')[0]!;
    verdict = policy('Allow', `arn:aws:execute-api:eu-west-1:${account}:${ref}/dev/GET/kept/1`);
    const count = () => cloud.functions.count('judge');
    const before = count();
    const statuses = async (...calls: [path: string, a: string][]) =>
      Promise.all(calls.map(async ([path, a]) => (await ask(path, { 'x-a': a })).status));
    expect(await statuses(['/kept/1?q=1', 'a'])).toEqual([200]);
    expect(cloud.functions.last('echo').requestContext.authorizer).toMatchObject({ tenant: 't', count: '3' });
    // What is no identity source makes no difference.
    expect(await statuses(['/kept/1?q=1&more=1', 'a'], ['/kept/2?q=1', 'a'])).toEqual([200, 403]);
    expect(count()).toBe(before + 1);
    expect(await statuses(['/kept/1?q=2', 'a'])).toEqual([200]);
    expect(await statuses(['/kept/1?q=1', 'b'])).toEqual([200]);
    expect(count()).toBe(before + 3);
    verdict = policy('Deny', '*');
    cloud.clock.now += 59_000;
    expect(await statuses(['/kept/1?q=1', 'a'])).toEqual([200]);
    cloud.clock.now += 2000;
    expect(await statuses(['/kept/1?q=1', 'a'])).toEqual([403]);
    expect(count()).toBe(before + 4);
  });

  it('want all identity sources', async () => {
    expect((await ask('/request', { 'x-a': 'a' })).status).toBe(401);
    expect((await ask('/request?q=1')).status).toBe(401);
  });
});

describe('COGNITO_USER_POOLS', () => {
  it('take ID tokens, and pass claims on as texts', async () => {
    const token = issuer.token({
      sub: 'me',
      aud: 'c',
      token_use: 'id',
      exp: inAnHour,
      iat: 1596059936,
      'cognito:groups': ['a', 'b'],
    });
    expect((await ask('/cognito', { authorization: token })).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.authorizer.claims).toMatchObject({
      sub: 'me',
      'cognito:groups': 'a,b',
      iat: 'Wed Jul 29 21:58:56 UTC 2020',
    });
    expect((await ask('/cognito', bearer(token))).status).toBe(200);
  });

  it('take access tokens only for methods with scopes', async () => {
    const access = (scope: string) =>
      issuer.token({ client_id: 'c', token_use: 'access', exp: inAnHour, scope });
    expect((await ask('/cognito', bearer(access('orders/read')))).status).toBe(401);
    expect((await ask('/scoped', bearer(access('email orders/read')))).status).toBe(200);
    expect((await ask('/scoped', bearer(access('email')))).status).toBe(401);
    expect((await ask('/scoped', bearer(issuer.token({ token_use: 'id', exp: inAnHour })))).status).toBe(401);
  });

  it('answer 401 to anything else, with a text of its own for an expired token', async () => {
    const expired = await ask('/cognito', bearer(issuer.token({ token_use: 'id', exp: 1 })));
    expect([expired.status, expired.json]).toEqual([401, { message: 'The incoming token has expired' }]);
    for (const text of [
      '',
      'x.y.z',
      issuer.token({ token_use: 'id', iss: 'https://other.example' }),
      `${issuer.token({ token_use: 'id' }).slice(0, -8)}AAAAAAAA`,
    ])
      expect((await ask('/cognito', text ? bearer(text) : {})).json).toEqual({ message: 'Unauthorized' });
  });
});

describe('AWS_IAM', () => {
  const signed = (key: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=x`,
  });

  it('wants a signature whose role may invoke the method', async () => {
    const unsigned = await ask('/iam/1');
    expect([unsigned.status, unsigned.json]).toEqual([403, { message: 'Missing Authentication Token' }]);
    const { accessKeyId } = credentials(`arn:aws:iam::${account}:role/caller`);
    expect((await ask('/iam/1', signed(accessKeyId))).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.identity).toMatchObject({
      accessKey: accessKeyId,
      userArn: `arn:aws:sts::${account}:assumed-role/caller/local`,
    });
    const denied = await ask('/iam/2', signed(accessKeyId));
    expect(denied.status).toBe(403);
    expect(denied.json.Message).toMatch(
      /^User: arn:aws:sts::.* is not authorized to perform: execute-api:Invoke on resource/,
    );
    expect(
      (await cloud.call('Api', '/dev/iam/2?X-Amz-Credential=AKIA%2F1%2Fx&X-Amz-Signature=s')).status,
    ).toBe(200);
  });
});

describe('API keys', () => {
  it('have to be in a usage plan of the stage, and enabled', async () => {
    for (const key of [undefined, 'wrong', 'value-of-key-Off']) {
      const { status, json, headers } = await ask('/key', key === undefined ? {} : { 'x-api-key': key });
      expect([status, json, headers['x-amzn-errortype']]).toEqual([
        403,
        { message: 'Forbidden' },
        'ForbiddenException',
      ]);
    }
    expect((await ask('/key', { 'x-api-key': 'value-of-key-Good' })).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.identity.apiKey).toBe('value-of-key-Good');
  });
});
