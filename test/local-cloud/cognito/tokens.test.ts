/** Tokens as verifiers see them: aws-jwt-verify unchanged, and the key documents over HTTP. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { region } from '../harness.ts';
import { claimsOf, type Fixture, password, startFixture } from './fixture.ts';

let room: Fixture;
let other: { poolId: string; clientId: string; idToken: string };
const email = 'ada@example.com';
const users = [{ email, password, groups: ['admins'], attributes: { name: 'Ada', 'custom:tenant': 'acme' } }];

beforeAll(async () => {
  room = await startFixture({ config: { users } });
  other = await secondPool();
});
afterAll(() => room.close());

async function secondPool() {
  const { UserPool } = await room.api.send(new CreateUserPoolCommand({ PoolName: 'other' }));
  const UserPoolId = UserPool!.Id!;
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH'] as const;
  const { UserPoolClient } = await room.api.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'web',
      ExplicitAuthFlows: [...ExplicitAuthFlows],
    }),
  );
  const Username = 'ada';
  await room.api.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await room.api.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  const { AuthenticationResult } = await room.api.send(
    new InitiateAuthCommand({
      ClientId: UserPoolClient!.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: password },
    }),
  );
  return { poolId: UserPoolId, clientId: UserPoolClient!.ClientId!, idToken: AuthenticationResult!.IdToken! };
}

/** Asks the endpoint in the place of Cognito's host, as functions do. */
const jwksCache = () =>
  new SimpleJwksCache({
    fetcher: {
      fetch: async (uri: string) => {
        const { hostname, pathname } = new URL(uri);
        const headers = { 'x-forwarded-host': hostname };
        const answer = await fetch(room.cloud.endpoint + pathname, { headers });
        if (!answer.ok) throw new Error(`${pathname}: ${answer.status}`);
        return answer.arrayBuffer();
      },
    },
  });
const verifier = (tokenUse: 'id' | 'access', clientId = room.id('Web')) =>
  CognitoJwtVerifier.create({ userPoolId: room.poolId, tokenUse, clientId }, { jwksCache: jwksCache() });

const issuer = () => `https://cognito-idp.${region}.amazonaws.com/${room.poolId}`;

describe('the claims', () => {
  it('of the ID token are those of the user for the client', async () => {
    const { IdToken, AccessToken } = await room.signIn(email);
    const claims = claimsOf(IdToken);
    const now = Math.floor(room.clock.now() / 1000);
    expect(claims).toEqual({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'cognito:groups': ['admins'],
      'cognito:roles': ['arn:aws:iam::1:role/a'],
      'cognito:preferred_role': 'arn:aws:iam::1:role/a',
      'cognito:username': claims.sub,
      iss: issuer(),
      aud: room.id('Web'),
      token_use: 'id',
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      origin_jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event_id: claimsOf(AccessToken).event_id,
      email,
      email_verified: true,
      name: 'Ada',
      'custom:tenant': 'acme',
    });
  });

  it('of the access token name client, scope and user, and nothing of the attributes', async () => {
    const { AccessToken } = await room.signIn(email);
    const claims = claimsOf(AccessToken);
    const now = Math.floor(room.clock.now() / 1000);
    expect(claims).toEqual({
      sub: expect.any(String),
      'cognito:groups': ['admins'],
      iss: issuer(),
      client_id: room.id('Web'),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: expect.any(String),
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      username: claims.sub,
    });
  });

  it('last as long as the client says', async () => {
    const { IdToken, AccessToken, ExpiresIn } = await room.signIn(email, password, 'Rotating');
    const [id, access] = [claimsOf(IdToken), claimsOf(AccessToken)];
    expect([Number(id.exp) - Number(id.iat), Number(access.exp) - Number(access.iat), ExpiresIn]).toEqual([
      300, 900, 900,
    ]);
  });
});

describe('aws-jwt-verify', () => {
  it('accepts both tokens by the keys of the endpoint', async () => {
    const { IdToken, AccessToken } = await room.signIn(email);
    expect(await verifier('id').verify(IdToken!)).toMatchObject({ email });
    expect(await verifier('access').verify(AccessToken!)).toMatchObject({ client_id: room.id('Web') });
  });

  it('refuses the wrong use, client and pool', async () => {
    const { IdToken, AccessToken } = await room.signIn(email);
    await expect(verifier('id').verify(AccessToken!)).rejects.toThrow(/Token use not allowed/);
    await expect(verifier('id', room.id('Legacy')).verify(IdToken!)).rejects.toThrow(
      /audience.* not allowed/,
    );
    await expect(verifier('id').verify(other.idToken)).rejects.toThrow(/issuer not configured/);
  });

  it('refuses forged tokens', async () => {
    const { IdToken } = await room.signIn(email);
    const [head, body, signature] = IdToken!.split('.') as [string, string, string];
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const changed = encode({ ...claimsOf(IdToken), 'cognito:groups': ['owners'] });
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const resigned = sign('sha256', Buffer.from(`${head}.${changed}`), privateKey).toString('base64url');
    const jwks = await fetch(`${room.cloud.endpoint}/${room.poolId}/.well-known/jwks.json`);
    const { keys } = (await jwks.json()) as { keys: { kid: string }[] };
    const pem = createPublicKey({ key: keys.find((key) => key.kid === kid) as never, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const symmetric = encode({ alg: 'HS256', kid });
    const mac = createHmac('sha256', pem).update(`${symmetric}.${changed}`).digest('base64url');
    const forged = [
      `${head}.${changed}.${signature}`,
      `${head}.${changed}.${resigned}`,
      `${encode({ alg: 'none', kid })}.${changed}.`,
      `${symmetric}.${changed}.${mac}`,
      `${head}.${body}.`,
    ];
    for (const token of forged) await expect(verifier('id').verify(token)).rejects.toThrow();
  });
});

describe('the public documents', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${room.cloud.endpoint}${path}`, { headers });

  it('are keys and metadata under the path of the pool, unsigned', async () => {
    const answer = await get(`/${room.poolId}/.well-known/jwks.json`);
    expect(answer.status).toBe(200);
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatchObject({ alg: 'RS256', kty: 'RSA', use: 'sig', e: 'AQAB' });
    expect(keys[0]?.d).toBeUndefined();
  });

  it("hold Cognito's addresses under Cognito's name", async () => {
    const host = `cognito-idp.${region}.amazonaws.com`;
    const path = `/${room.poolId}/.well-known/openid-configuration`;
    const document = await (await get(path, { 'x-forwarded-host': host })).json();
    expect(document).toMatchObject({
      issuer: issuer(),
      jwks_uri: `${issuer()}/.well-known/jwks.json`,
      authorization_endpoint: `https://shop-dev.auth.${region}.amazoncognito.com/oauth2/authorize`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const local = (await (await get(path)).json()) as { jwks_uri: string; issuer: string };
    expect(local.issuer).toBe(issuer());
    expect((await fetch(local.jwks_uri)).status).toBe(200);
  });

  it('are not there for other pools, and leave paths of buckets alone', async () => {
    expect((await get(`/${region}_AAAAAAAAA/.well-known/jwks.json`)).status).toBe(404);
    const bucket = await get('/my-bucket/.well-known/jwks.json');
    expect(await bucket.text()).toMatch(/does not emulate s3/);
  });
});
