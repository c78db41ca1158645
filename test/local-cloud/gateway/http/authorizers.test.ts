import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentials } from '../../../../src/local-cloud/credentials.ts';
import { account } from '../../harness.ts';
import {
  functionResources as fns,
  type GatewayHarness,
  invokeUri,
  startGatewayHarness,
  traced,
} from '../fixture.ts';
import { issuerAt } from '../issuer.ts';
import { httpApi, lambdaRoute } from './resources.ts';

const issuer = issuerAt('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc');
const inAnHour = Math.floor(Date.now() / 1000) + 3600;
let cloud: GatewayHarness;
let verdict: unknown;

const authorizer = (id: string, properties: object) => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: { ApiId: { Ref: 'Api' }, Name: id, ...properties },
  },
});
const jwt = (id: string, address: string) =>
  authorizer(id, {
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: address, Audience: ['client'] },
  });
const lambda = (id: string, properties: object) =>
  authorizer(id, {
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invokeUri('judge'),
    AuthorizerPayloadFormatVersion: '2.0',
    IdentitySource: ['$request.header.Authorization'],
    ...properties,
  });
const guarded = (id: string, path: string, type: string, authorizerId?: string, more: object = {}) =>
  lambdaRoute(id, `GET ${path}`, 'echo', {
    AuthorizationType: type,
    ...(authorizerId ? { AuthorizerId: { Ref: authorizerId } } : {}),
    ...more,
  });

beforeAll(async () => {
  cloud = await startGatewayHarness(
    {
      echo: () => ({}),
      judge: () => {
        if (verdict instanceof Error) throw verdict;
        return verdict;
      },
    },
    {
      more: [issuer.service],
      resources: {
        ...fns('echo', 'judge'),
        ...httpApi(),
        ...jwt('Jwt', issuer.issuer),
        ...jwt('Far', 'https://127.0.0.1:1/far'),
        ...lambda('Simple', { EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 300 }),
        ...lambda('Fresh', { EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 0 }),
        ...lambda('Document', { AuthorizerResultTtlInSeconds: 300 }),
        ...lambda('Policy', { AuthorizerPayloadFormatVersion: '1.0', AuthorizerResultTtlInSeconds: 300 }),
        ...guarded('Token', '/token', 'JWT', 'Jwt'),
        ...guarded('Scoped', '/scoped', 'JWT', 'Jwt', {
          AuthorizationScopes: ['orders/read', 'orders/write'],
        }),
        ...guarded('Far', '/far', 'JWT', 'Far'),
        ...guarded('Simple', '/simple', 'CUSTOM', 'Simple'),
        ...guarded('Fresh', '/fresh', 'CUSTOM', 'Fresh'),
        ...guarded('Document', '/document/{id}', 'CUSTOM', 'Document'),
        ...guarded('Policy', '/policy/{id}', 'CUSTOM', 'Policy'),
        ...guarded('Iam', '/iam/{id}', 'AWS_IAM'),
        Caller: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'caller',
            Policies: [
              {
                PolicyDocument: {
                  Statement: [
                    {
                      Effect: 'Allow',
                      Action: 'execute-api:Invoke',
                      Resource: {
                        'Fn::Join': [
                          ':',
                          [
                            'arn:aws:execute-api:eu-west-1',
                            account,
                            { 'Fn::Join': ['/', [{ Ref: 'Api' }, '*/GET/iam/1']] },
                          ],
                        ],
                      },
                    },
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

const ask = (path: string, authorization?: string) =>
  cloud.call('Api', path, { headers: authorization === undefined ? {} : { authorization } });
const refusal = async (path: string, authorization?: string) => {
  const { status, json, headers } = await ask(path, authorization);
  return { status, message: json.message, challenge: headers['www-authenticate'] };
};

describe('JWT authorizers (developer guide, "Control access to HTTP APIs with JWT authorizers")', () => {
  it('pass claims on as texts', async () => {
    const claims = {
      sub: 'me',
      aud: 'client',
      exp: inAnHour,
      'cognito:groups': ['a', 'b'],
      email_verified: true,
    };
    expect((await ask('/token', `Bearer ${issuer.token(claims)}`)).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.authorizer).toEqual({
      jwt: {
        claims: {
          iss: issuer.issuer,
          sub: 'me',
          aud: 'client',
          exp: String(inAnHour),
          'cognito:groups': '[a b]',
          email_verified: 'true',
        },
        scopes: null,
      },
    });
  });

  it('take client_id only where there is no aud, and a token without Bearer', async () => {
    expect((await ask('/token', issuer.token({ client_id: 'client', exp: inAnHour }))).status).toBe(200);
    expect(
      (await ask('/token', issuer.token({ client_id: 'client', aud: 'other', exp: inAnHour }))).status,
    ).toBe(401);
    expect((await ask('/token', issuer.token({ aud: ['x', 'client'], exp: inAnHour }))).status).toBe(200);
  });

  it('fetch the keys once, and again for a key they do not know', async () => {
    await ask('/token', issuer.token({ aud: 'client', exp: inAnHour }));
    const before = issuer.asked();
    await ask('/token', issuer.token({ aud: 'client', exp: inAnHour }));
    expect(issuer.asked()).toBe(before);
    issuer.rotate();
    expect((await ask('/token', issuer.token({ aud: 'client', exp: inAnHour }))).status).toBe(200);
    expect(issuer.asked()).toBe(before + 1);
  });

  it.each<[string, (now: number) => string | undefined, string]>([
    ['no token', () => undefined, 'Bearer'],
    ['no JWT', () => 'Bearer x', 'unable to parse the token'],
    [
      'another audience',
      () => issuer.token({ aud: 'other', exp: inAnHour }),
      'the token does not have a valid audience',
    ],
    ['an expired token', (now) => issuer.token({ aud: 'client', exp: now - 1 }), 'the token has expired'],
    [
      'a token of tomorrow',
      (now) => issuer.token({ aud: 'client', exp: now + 9999, nbf: now + 99 }),
      'the token is not valid yet',
    ],
    [
      'another issuer',
      () => issuer.token({ aud: 'client', iss: 'https://x' }),
      'the token has an invalid issuer',
    ],
    [
      'no signature',
      () => issuer.token({ aud: 'client' }, { alg: 'none' }),
      'signing method none is invalid',
    ],
    [
      'a changed token',
      () => `${issuer.token({ aud: 'client' }).slice(0, -8)}AAAAAAAA`,
      'the token has an invalid signature',
    ],
  ])('answer 401 to %s', async (_, token, reason) => {
    const refused = await refusal('/token', token(Math.floor(cloud.clock.now / 1000)));
    expect(refused).toMatchObject({ status: 401, message: 'Unauthorized' });
    expect(refused.challenge).toBe(
      reason === 'Bearer' ? reason : `Bearer scope="" error="invalid_token" error_description="${reason}"`,
    );
  });

  it('want one of the scopes of the route', async () => {
    const token = (scope: string) => issuer.token({ client_id: 'client', exp: inAnHour, scope });
    expect((await ask('/scoped', token('email orders/read'))).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.authorizer.jwt.scopes).toEqual([
      'email',
      'orders/read',
    ]);
    expect(await refusal('/scoped', token('email'))).toEqual({
      status: 403,
      message: 'Forbidden',
      challenge:
        'Bearer scope="orders/read orders/write" error="insufficient_scope" error_description="the token does not have the required scopes"',
    });
  });

  it('refuse tokens of an issuer out of reach, and name it', async () => {
    const far = issuer.token({ iss: 'https://127.0.0.1:1/far', aud: 'client', exp: inAnHour });
    expect((await ask('/far', far)).status).toBe(401);
    expect(traced(cloud, 'notice').join('\n')).toMatch(
      /signing keys of https:\/\/127\.0\.0\.1:1\/far are out of reach/,
    );
  });
});

describe('Lambda authorizers (developer guide, "Control access to HTTP APIs with Lambda authorizers")', () => {
  it('ask with format 2.0 and pass the context on, once for each identity while the result lives', async () => {
    verdict = { isAuthorized: true, context: { tenant: 't', n: 1 } };
    expect((await ask('/simple?q=1', 'first')).status).toBe(200);
    expect(cloud.functions.last('judge')).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      identitySource: ['first'],
      routeKey: 'GET /simple',
      rawPath: '/simple',
      rawQueryString: 'q=1',
      queryStringParameters: { q: '1' },
      requestContext: { stage: '$default', http: { method: 'GET' } },
    });
    expect(cloud.functions.last('judge').routeArn).toMatch(
      new RegExp(`^arn:aws:execute-api:eu-west-1:${account}:\\w+/\\$default/GET/simple$`),
    );
    expect(cloud.functions.last('echo').requestContext.authorizer).toEqual({ lambda: { tenant: 't', n: 1 } });
    const count = cloud.functions.count('judge');
    await ask('/simple', 'first');
    expect(cloud.functions.count('judge')).toBe(count);
    expect(traced(cloud, 'hop').join('\n')).toMatch(/authorizer Simple: allowed \(cached\)/);
    await ask('/simple', 'second');
    expect(cloud.functions.count('judge')).toBe(count + 1);
    cloud.clock.now += 301_000;
    await ask('/simple', 'first');
    expect(cloud.functions.count('judge')).toBe(count + 2);
  });

  it('answer 401 without asking when the identity source is missing', async () => {
    const count = cloud.functions.count('judge');
    expect(await refusal('/simple')).toMatchObject({ status: 401, message: 'Unauthorized' });
    expect(cloud.functions.count('judge')).toBe(count);
  });

  it.each<[string, unknown, number]>([
    ['a refusal', { isAuthorized: false }, 403],
    ['no valid response', { ok: true }, 500],
    ['an error', new Error('broken'), 500],
    ['Unauthorized thrown', new Error('Unauthorized'), 401],
  ])('answer as the function says: %s', async (_, given, status) => {
    verdict = given;
    expect((await ask('/fresh', 'x')).status).toBe(status);
  });

  it('ask with format 2.0 for a policy too, and judge it anew for each route', async () => {
    const { ref } = cloud.cloud.model.byType('AWS::ApiGatewayV2::Api')[0]!;
    const Resource = `arn:aws:execute-api:eu-west-1:${account}:${ref}/*/GET/document/1`;
    const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource };
    const policyDocument = { Version: '2012-10-17', Statement: [statement] };
    verdict = { principalId: 'me', policyDocument, context: { tenant: 't' } };
    const count = cloud.functions.count('judge');
    expect((await ask('/document/1', 'token')).status).toBe(200);
    expect(cloud.functions.last('judge')).toMatchObject({
      version: '2.0',
      identitySource: ['token'],
      pathParameters: { id: '1' },
    });
    expect(cloud.functions.last('echo').requestContext.authorizer).toEqual({ lambda: { tenant: 't' } });
    expect(await refusal('/document/2', 'token')).toMatchObject({ status: 403, message: 'Forbidden' });
    expect(cloud.functions.count('judge')).toBe(count + 1);
    verdict = { isAuthorized: true };
    expect((await ask('/document/1', 'without a policy')).status).toBe(500);
    verdict = { policyDocument };
    expect((await ask('/document/1', 'without a principal')).status).toBe(500);
  });

  it('ask with format 1.0, and judge a cached policy anew for each route', async () => {
    const { ref } = cloud.cloud.model.byType('AWS::ApiGatewayV2::Api')[0]!;
    verdict = {
      principalId: 'me',
      policyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: `arn:aws:execute-api:eu-west-1:${account}:${ref}/*/GET/policy/1`,
          },
        ],
      },
      context: { tenant: 't' },
    };
    const count = cloud.functions.count('judge');
    expect((await ask('/policy/1', 'token')).status).toBe(200);
    expect(await refusal('/policy/2', 'token')).toMatchObject({ status: 403, message: 'Forbidden' });
    expect(cloud.functions.count('judge')).toBe(count + 1);
    expect(cloud.functions.last('judge')).toMatchObject({
      version: '1.0',
      type: 'REQUEST',
      authorizationToken: 'token',
      identitySource: 'token',
      httpMethod: 'GET',
      pathParameters: { id: '1' },
    });
    expect(cloud.functions.last('echo').requestContext.authorizer.lambda).toMatchObject({
      tenant: 't',
      principalId: 'me',
    });
  });
});

describe('AWS_IAM', () => {
  const signed = (key: string) =>
    `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=x`;

  it('answers 403 to a request that is not signed', async () => {
    expect(await refusal('/iam/1')).toMatchObject({ status: 403, message: 'Forbidden' });
  });

  it('lets roles in as their policies say, and the developer always', async () => {
    const { accessKeyId } = credentials(`arn:aws:iam::${account}:role/caller`);
    expect((await ask('/iam/1', signed(accessKeyId))).status).toBe(200);
    expect(cloud.functions.last('echo').requestContext.authorizer.iam).toMatchObject({
      accessKey: accessKeyId,
      accountId: account,
      userArn: `arn:aws:sts::${account}:assumed-role/caller/local`,
    });
    expect((await ask('/iam/2', signed(accessKeyId))).status).toBe(403);
    expect((await ask('/iam/2', signed('AKIADEVELOPER'))).status).toBe(200);
  });
});
