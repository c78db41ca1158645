/** Tokens of a pool at the authorizers of both kinds of API. */
import { generateKeyPairSync, sign } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cognito } from '../../../src/local-cloud/aws/cognito/service.ts';
import { functionResources, type GatewayHarness, startGatewayHarness } from '../gateway/fixture.ts';
import { httpApi, lambdaRoute } from '../gateway/http/resources.ts';
import { method, proxy, restApi } from '../gateway/rest/resources.ts';
import type { Resources } from '../harness.ts';
import { claimsOf, client, password } from './fixture.ts';

const pool: Resources[string] = {
  Type: 'AWS::Cognito::UserPool',
  Properties: { Policies: { PasswordPolicy: { MinimumLength: 8 } } },
};
const renamed = (resources: Resources, from: string, to: string): Resources =>
  JSON.parse(JSON.stringify(resources).replaceAll(`"${from}"`, `"${to}"`));
const resources: Resources = {
  Pool: pool,
  Other: pool,
  Web: client({}),
  Mobile: client({}),
  Foreign: client({ UserPoolId: { Ref: 'Other' } }),
  ...functionResources('echo'),
  ...httpApi(),
  HttpAuthorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
        Audience: [{ Ref: 'Web' }],
      },
    },
  },
  ...lambdaRoute('Get', 'GET /orders', 'echo', {
    AuthorizationType: 'JWT',
    AuthorizerId: { Ref: 'HttpAuthorizer' },
  }),
  ...renamed(
    {
      ...restApi(['/orders']),
      RestAuthorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId: { Ref: 'Api' },
          Name: 'pool',
          Type: 'COGNITO_USER_POOLS',
          IdentitySource: 'method.request.header.Authorization',
          ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
        },
      },
      ...method('/orders', 'GET', proxy('echo'), {
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: { Ref: 'RestAuthorizer' },
      }),
    },
    'Api',
    'Rest',
  ),
};
// The stages of both APIs would share a logical id.
const { Stage: _, ...rest } = resources;
const stages: Resources = {
  HttpStage: httpApi().Stage!,
  RestStage: renamed(restApi([]), 'Api', 'Rest').Stage!,
};

let cloud: GatewayHarness;
let api: CognitoIdentityProviderClient;
const ref = (id: string) => cloud.cloud.model.resources.find(({ logicalId }) => logicalId === id)!.ref;

beforeAll(async () => {
  cloud = await startGatewayHarness(
    { echo: (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) }) },
    { resources: { ...rest, ...stages }, more: [cognito] },
  );
  api = new CognitoIdentityProviderClient(cloud.client);
  for (const id of ['Pool', 'Other']) {
    const user = { UserPoolId: ref(id), Username: 'ada' };
    await api.send(
      new AdminCreateUserCommand({ ...user, TemporaryPassword: password, MessageAction: 'SUPPRESS' }),
    );
    await api.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  }
});
afterAll(async () => {
  api.destroy();
  await cloud.close();
});

const signIn = async (clientName: string) => {
  const AuthParameters = { USERNAME: 'ada', PASSWORD: password };
  const { AuthenticationResult } = await api.send(
    new InitiateAuthCommand({ ClientId: ref(clientName), AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
  return AuthenticationResult as { IdToken: string; AccessToken: string };
};
const ask = async (api: 'Api' | 'Rest', token: string) => {
  const path = api === 'Rest' ? '/dev/orders' : '/orders';
  return cloud.call(api, path, { headers: { authorization: `Bearer ${token}` } });
};

describe.each(['Api', 'Rest'] as const)('the authorizer of %s', (name) => {
  it('lets the ID token of its pool in, with its claims', async () => {
    const { IdToken } = await signIn('Web');
    const { status, json } = await ask(name, IdToken);
    expect(status).toBe(200);
    const claims = name === 'Rest' ? json.claims : json.jwt.claims;
    expect(claims).toMatchObject({ sub: claimsOf(IdToken).sub, 'cognito:username': 'ada', token_use: 'id' });
  });

  it('refuses another pool, forged tokens and no signature', async () => {
    const { IdToken } = await signIn('Web');
    const { IdToken: foreign } = await signIn('Foreign');
    const [head, body] = IdToken.split('.') as [string, string];
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const own = sign('sha256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url');
    const none = encode({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), alg: 'none' });
    for (const token of [foreign, `${head}.${body}.${own}`, `${none}.${body}.`, 'nonsense']) {
      expect((await ask(name, token)).status).toBe(401);
    }
  });
});

describe('the audience', () => {
  it('counts for the HTTP API, in both tokens; the REST API takes any client of the pool', async () => {
    const [web, mobile] = [await signIn('Web'), await signIn('Mobile')];
    expect((await ask('Api', web.AccessToken)).status).toBe(200);
    expect((await ask('Api', mobile.AccessToken)).status).toBe(401);
    expect((await ask('Api', mobile.IdToken)).status).toBe(401);
    expect((await ask('Rest', mobile.IdToken)).status).toBe(200);
    expect((await ask('Rest', web.AccessToken)).status).toBe(401);
  });
});
