/** The hosted login and its OAuth 2.0 endpoints, as a browser and an application use them (developer guide, 2026). */
import { createHash, randomBytes } from 'node:crypto';
import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRegistered, reachable } from '../../../src/local-cloud/aws/cognito/login/redirect-uris.ts';
import type { Cloud, HttpResponse } from '../../../src/local-cloud/contract.ts';
import { region } from '../harness.ts';
import { claimsOf, type Fixture, password, startFixture } from './fixture.ts';

let room: Fixture;
const email = 'ada@example.com';
const host = `https://shop-dev.auth.${region}.amazoncognito.com`;
const callback = 'https://app.example.com/callback';
const verifierText = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifierText).digest('base64url');

beforeAll(async () => {
  room = await startFixture({ config: { users: [{ email, password, groups: ['admins'] }] } });
});
afterAll(() => room.close());

/** A browser: keeps cookies, follows nothing. */
function browser() {
  const jar = new Map<string, string>();
  const send = async (path: string, init: { method?: string; form?: Record<string, string> } = {}) => {
    const answer = await room.cloud.ask(host + path, {
      method: init.method ?? (init.form ? 'POST' : 'GET'),
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(init.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: init.form ? new URLSearchParams(init.form).toString() : '',
    });
    for (const [name, value] of answer.headers) {
      const [, key = '', text = ''] = name === 'set-cookie' ? (/^([^=]+)=([^;]*)/.exec(value) ?? []) : [];
      if (key) jar.set(key, text);
    }
    return answer;
  };
  /** Fills the form of a page. */
  const submit = (shown: HttpResponse, values: Record<string, string>) => {
    const html = shown.body.toString();
    const hidden = [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const action = /action="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&');
    return send(action, { form: { ...Object.fromEntries(hidden.map(([, k, v]) => [k!, v!])), ...values } });
  };
  return { send, submit };
}
type Browser = ReturnType<typeof browser>;

const location = (answer: HttpResponse) => answer.headers.find(([name]) => name === 'location')?.[1] ?? '';
const json = (answer: HttpResponse) => JSON.parse(answer.body.toString());
const authorizePath = (more: Record<string, string | undefined> = {}) => {
  const parameters = {
    response_type: 'code',
    client_id: room.id('Web'),
    redirect_uri: callback,
    scope: 'openid email',
    state: 'st&te=1',
    nonce: 'n-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  };
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `/oauth2/authorize?${new URLSearchParams(given)}`;
};
async function signIn(page: Browser, path = authorizePath()): Promise<URL> {
  const form = await page.send(location(await page.send(path)));
  const answer = await page.submit(form, { username: email, password });
  expect(answer.status).toBe(302);
  return new URL(location(answer));
}
const token = (form: Record<string, string | undefined>, headers: Record<string, string> = {}) => {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return room.cloud.ask(`${host}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(given).toString(),
  });
};
const exchange = (code: string | null, more: Record<string, string | undefined> = {}) =>
  token({
    grant_type: 'authorization_code',
    client_id: room.id('Web'),
    code: code ?? '',
    redirect_uri: callback,
    code_verifier: verifierText,
    ...more,
  });

describe('signing in with code and PKCE', () => {
  it('leads from authorize over the login page back to the application, and to tokens', async () => {
    const page = browser();
    const back = await signIn(page);
    expect(back.origin + back.pathname).toBe(callback);
    expect(back.searchParams.get('state')).toBe('st&te=1');
    const answer = await exchange(back.searchParams.get('code'));
    expect(answer.status).toBe(200);
    const tokens = json(answer);
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.any(String),
    });
    const id = claimsOf(tokens.id_token);
    expect(id).toMatchObject({ nonce: 'n-1', email, email_verified: true, aud: room.id('Web') });
    const half = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    expect(id.at_hash).toBe(half.toString('base64url'));
    expect(claimsOf(tokens.access_token)).toMatchObject({
      scope: 'openid email',
      version: 2,
      client_id: room.id('Web'),
    });
    const verifier = CognitoJwtVerifier.create({
      userPoolId: room.poolId,
      tokenUse: 'access',
      clientId: room.id('Web'),
      scope: 'email',
    });
    const keys = await fetch(`${room.cloud.endpoint}/${room.poolId}/.well-known/jwks.json`);
    verifier.cacheJwks((await keys.json()) as Parameters<typeof verifier.cacheJwks>[0]);
    expect((await verifier.verify(tokens.access_token)).sub).toBe(id.sub);

    const refreshed = json(
      await token({
        grant_type: 'refresh_token',
        client_id: room.id('Web'),
        refresh_token: tokens.refresh_token,
      }),
    );
    expect(refreshed.refresh_token).toBeUndefined();
    expect(claimsOf(refreshed.access_token)).toMatchObject({ scope: 'openid email' });

    const info = await room.cloud.ask(`${host}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(json(info)).toEqual({ sub: id.sub, email, email_verified: 'true', username: id.sub });
    const AccessToken = tokens.access_token;
    const refused = { message: 'Access Token does not have required scopes' };
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(refused);
    const setUp = new AssociateSoftwareTokenCommand({ AccessToken });
    await expect(room.api.send(setUp)).rejects.toMatchObject(refused);
    const SoftwareTokenMfaSettings = { Enabled: false };
    const remove = new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings });
    await expect(room.api.send(remove)).rejects.toMatchObject(refused);
  });

  it('knows the browser the next time, until it signs out', async () => {
    const page = browser();
    await signIn(page);
    expect(location(await page.send(authorizePath()))).toMatch(
      /^https:\/\/app\.example\.com\/callback\?code=/,
    );
    const out = (logout_uri: string) =>
      page.send(`/logout?${new URLSearchParams({ client_id: room.id('Web'), logout_uri })}`);
    expect(location(await out('https://evil.example.com/'))).toMatch(/^\/error\?error=redirect_mismatch/);
    await signIn(page);
    expect(location(await out('https://app.example.com/'))).toBe('https://app.example.com/');
    expect(location(await page.send(authorizePath()))).toMatch(/^\/login\?/);
    expect(location(await page.send(authorizePath({ prompt: 'none' })))).toContain('error=login_required');
  });

  it('takes a code once, in five minutes, for its client, address and verifier', async () => {
    const code = async () => (await signIn(browser())).searchParams.get('code');
    const refused = async (answer: Promise<HttpResponse>, error = 'invalid_grant') => {
      const { status, body } = await answer;
      expect([status, JSON.parse(body.toString())]).toEqual([400, { error }]);
    };
    const used = await code();
    expect((await exchange(used)).status).toBe(200);
    await refused(exchange(used));
    await refused(exchange(await code(), { code_verifier: randomBytes(32).toString('base64url') }));
    await refused(exchange(await code(), { code_verifier: undefined }));
    await refused(exchange(await code(), { redirect_uri: 'https://site.example.com/callback' }));
    await refused(exchange(await code(), { client_id: room.id('Legacy') }), 'unauthorized_client');
    await refused(exchange(await code(), { client_id: 'nobody' }), 'invalid_client');
    await refused(token({ grant_type: 'password', client_id: room.id('Web') }), 'unsupported_grant_type');
    await refused(token({ client_id: room.id('Web') }), 'invalid_request');
    const late = await code();
    room.clock.advance(5 * 60 * 1000);
    await refused(exchange(late));
  });
});

describe('requests that are not right', () => {
  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['an unknown client', { client_id: 'nobody' }, /^\/error\?error=invalid_client/],
    ['no client', { client_id: undefined }, /^\/error\?error=Required\+parameters\+missing/],
    [
      'an address that is not registered',
      { redirect_uri: `${callback}/x` },
      /^\/error\?error=redirect_mismatch/,
    ],
    [
      'an address with more in its query',
      { redirect_uri: `${callback}?x=1` },
      /^\/error\?error=redirect_mismatch/,
    ],
    [
      'a local address of no site',
      { redirect_uri: 'http://127.0.0.1:1/callback' },
      /^\/error\?error=redirect_mismatch/,
    ],
    ['no response type', { response_type: undefined }, /callback\?error=invalid_request&state=st%26te%3D1$/],
    ['a grant that the client has not', { response_type: 'token' }, /callback\?error=unauthorized_client/],
    ['a scope that the client has not', { scope: 'openid orders/write' }, /callback\?error=invalid_scope/],
    ['a plain challenge', { code_challenge_method: 'plain' }, /callback\?error=invalid_request/],
    ['a challenge without method', { code_challenge_method: undefined }, /callback\?error=invalid_request/],
  ])('are refused: %s', async (_, more, where) => {
    expect(location(await browser().send(authorizePath(more)))).toMatch(where);
  });

  it('show what is wrong on a page, escaped', async () => {
    const shown = await browser().send(`/error?error=${encodeURIComponent('<b>redirect</b>')}`);
    expect(shown.status).toBe(400);
    expect(shown.body.toString()).toContain('&lt;b&gt;redirect');
  });

  it('are refused without the token of the form, and with a wrong password', async () => {
    const page = browser();
    const path = authorizePath().replace('/oauth2/authorize', '/login');
    const shown = await page.send(path);
    const bare = await page.send(path, { form: { username: email, password } });
    expect([bare.status, location(bare)]).toEqual([400, '']);
    const other = await browser().submit(shown, { username: email, password });
    expect(location(other)).toBe('');
    const wrong = await page.submit(shown, { username: email, password: 'Wrong-Pass1' });
    expect(wrong.body.toString()).toContain('<p role="alert">Incorrect username or password.</p>');
    expect((await page.submit(shown, { username: email, password })).status).toBe(302);
  });

  it('end at paths and methods that are not there', async () => {
    expect((await browser().send('/nothing')).status).toBe(404);
    expect((await browser().send('/login', { method: 'PUT' })).status).toBe(405);
  });
});

describe('a client without a style, on managed login', () => {
  it('has no pages, but an endpoint for those who are signed in already', async () => {
    const path = authorizePath({ client_id: room.id('Plain'), scope: 'openid' });
    const page = browser();
    const asked = await page.send(path);
    expect(asked.status).toBe(302);
    for (const at of [location(asked), path.replace('/oauth2/authorize', '/forgotPassword')]) {
      const shown = await page.send(at);
      expect(shown.status).toBe(403);
      expect(shown.body.toString()).toContain('Login pages unavailable');
      expect(shown.body.toString()).not.toContain('<form');
    }
    await signIn(page);
    expect(new URL(location(await page.send(path))).searchParams.get('code')).toBeTruthy();
  });
});

describe('accounts', () => {
  it('are made and confirmed on the pages', async () => {
    const page = browser();
    const path = authorizePath().replace('/oauth2/authorize', '/signup');
    const username = room.newEmail();
    const weak = await page.submit(await page.send(path), { username, password: 'short' });
    expect(weak.body.toString()).toContain('Password did not conform with policy: Password not long enough');
    const made = await page.submit(weak, { username, password });
    const confirm = await page.send(location(made));
    expect(confirm.body.toString()).toContain('<h1>Confirm your account</h1>');
    const login = await page.send(location(await page.submit(confirm, { code: room.code() })));
    const back = await page.submit(login, { username, password });
    expect(location(back)).toMatch(/callback\?code=/);
  });

  it('get a new password by mail', async () => {
    const page = browser();
    const path = authorizePath().replace('/oauth2/authorize', '/forgotPassword');
    const reset = await page.submit(await page.send(path), { username: email });
    expect(reset.body.toString()).toContain('A code was sent to a***@e***.');
    const done = await page.submit(reset, { code: room.code(), password });
    expect(done.body.toString()).toContain('The password is changed.');
  });
});

describe('machines', () => {
  const basic = () => ({
    authorization: `Basic ${Buffer.from(`${room.id('Secret')}:${room.secret('Secret')}`).toString('base64')}`,
  });

  it('get a token of their own for scopes of resource servers', async () => {
    const form = { grant_type: 'client_credentials', scope: 'orders/read' };
    const tokens = json(await token(form, basic()));
    expect(tokens).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' });
    expect(claimsOf(tokens.access_token)).toMatchObject({
      sub: room.id('Secret'),
      client_id: room.id('Secret'),
      scope: 'orders/read',
      token_use: 'access',
    });
    const all = json(await token({ grant_type: 'client_credentials' }, basic()));
    expect(claimsOf(all.access_token).scope).toBe('orders/read orders/write');
    expect(json(await token({ ...form, scope: 'orders/drop' }, basic()))).toEqual({ error: 'invalid_scope' });
    const posted = { ...form, client_id: room.id('Secret'), client_secret: room.secret('Secret') };
    expect((await token(posted)).status).toBe(200);
    expect(json(await token({ ...posted, client_secret: 'x' }))).toEqual({ error: 'invalid_client' });
    expect(json(await token({ ...form, client_id: room.id('Web') }))).toEqual({
      error: 'unauthorized_client',
    });
  });
});

describe('tokens that end', () => {
  it('are refused by userInfo and refresh after a revocation', async () => {
    const code = (await signIn(browser())).searchParams.get('code');
    const tokens = json(await exchange(code));
    const revoke = (form: Record<string, string>) =>
      room.cloud.ask(`${host}/oauth2/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      });
    const client_id = room.id('Web');
    expect(json(await revoke({ client_id, token: tokens.access_token }))).toEqual({
      error: 'unsupported_token_type',
    });
    const done = await revoke({ client_id, token: tokens.refresh_token });
    expect([done.status, done.body.length]).toEqual([200, 0]);
    const again = { grant_type: 'refresh_token', client_id, refresh_token: tokens.refresh_token };
    expect(json(await token(again))).toEqual({ error: 'invalid_grant' });
    const info = await room.cloud.ask(`${host}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(info.status).toBe(401);
    await room.api.send(new RevokeTokenCommand({ ClientId: client_id, Token: 'unknown' }));
  });
});

describe('addresses of applications', () => {
  const cloud = {
    localUrl: (name: string) => (name === 'd1.cloudfront.net' ? 'http://127.0.0.1:4501' : undefined),
  } as Cloud;
  const registered = ['https://d1.cloudfront.net/callback', 'http://localhost:3000/cb'];

  it.each([
    ['https://d1.cloudfront.net/callback', true],
    ['http://localhost:3000/cb', true],
    ['http://127.0.0.1:4501/callback', true],
    ['http://localhost:4501/callback', true],
    ['http://127.0.0.1:4501/callback/', false],
    ['http://127.0.0.1:4501/callback?x=1', false],
    ['http://127.0.0.1:4502/callback', false],
    ['http://127.0.0.1:4501@evil.example.com/callback', false],
    ['http://127.0.0.1:3000/cb', false],
    ['https://d1.cloudfront.net.evil.example.com/callback', false],
  ])('%s: %s', (uri, fits) => {
    expect(isRegistered(cloud, registered, uri)).toBe(fits);
  });

  it('are reached in their local form', () => {
    expect(reachable(cloud, 'https://d1.cloudfront.net/callback')).toBe('http://127.0.0.1:4501/callback');
    expect(reachable(cloud, 'https://app.example.com/callback')).toBe('https://app.example.com/callback');
  });
});
