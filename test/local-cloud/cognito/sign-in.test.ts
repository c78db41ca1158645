/** Flows of InitiateAuth with the SDK and with amazon-cognito-identity-js, against the documented behaviour (2026). */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretHash } from '../../../src/local-cloud/aws/cognito/auth/secret-hash.ts';
import { claimsOf, type Fixture, password, startFixture } from './fixture.ts';

let room: Fixture;
const email = 'ada@example.com';
beforeAll(async () => {
  room = await startFixture({ config: { users: [{ email, password, groups: ['admins'] }] } });
});
afterAll(() => room.close());

const initiate = (clientName: string, AuthFlow: string, AuthParameters: Record<string, string>) =>
  room.api.send(
    new InitiateAuthCommand({
      ClientId: room.id(clientName),
      AuthFlow: AuthFlow as 'USER_AUTH',
      AuthParameters,
    }),
  );
const byPassword = (clientName: string, USERNAME: string, PASSWORD: string, more = {}) =>
  initiate(clientName, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD, ...more });
const fault = (name: string, message: string) => ({ name, message });
const incorrect = fault('NotAuthorizedException', 'Incorrect username or password.');

/** Signs in as a page does, over SRP. */
function srpUser(username: string): CognitoUser {
  const Pool = new CognitoUserPool({
    UserPoolId: room.poolId,
    ClientId: room.id('Web'),
    endpoint: room.cloud.endpoint,
  });
  return new CognitoUser({ Username: username, Pool });
}
const authenticate = (user: CognitoUser, Password: string) =>
  new Promise<{ id: string; access: string } | { newPassword: Record<string, string> }>((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), {
      onSuccess: (session) =>
        resolve({
          id: session.getIdToken().getJwtToken(),
          access: session.getAccessToken().getJwtToken(),
        }),
      onFailure: reject,
      newPasswordRequired: (attributes) => resolve({ newPassword: attributes }),
    });
  });

describe('a password', () => {
  it('gives three tokens for an hour', async () => {
    const answer = await byPassword('Web', email, password);
    expect(answer.ChallengeName).toBeUndefined();
    expect(answer.AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(answer.AuthenticationResult?.RefreshToken?.split('.')).toHaveLength(5);
  });

  it('says the same of a wrong one and of nobody, unless the client is of the old kind', async () => {
    await expect(byPassword('Web', email, 'Wrong-Pass1')).rejects.toMatchObject(incorrect);
    await expect(byPassword('Web', 'nobody@example.com', password)).rejects.toMatchObject(incorrect);
    await expect(byPassword('Rotating', 'nobody@example.com', password)).rejects.toMatchObject(
      fault('UserNotFoundException', 'User does not exist.'),
    );
  });

  it('works only in the flows of the client', async () => {
    await expect(byPassword('Legacy', email, password)).rejects.toMatchObject(
      fault('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
    );
    await expect(
      initiate('Rotating', 'USER_SRP_AUTH', { USERNAME: email, SRP_A: 'ab' }),
    ).rejects.toMatchObject(
      fault('InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.'),
    );
    await expect(initiate('Web', 'ADMIN_USER_PASSWORD_AUTH', {})).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(initiate('Web', 'USER_PASSWORD_AUTH', { USERNAME: email })).rejects.toMatchObject(
      fault('InvalidParameterException', 'Missing required parameter PASSWORD'),
    );
  });

  it('needs the secret hash of a client with a secret', async () => {
    const [id, secret] = [room.id('Secret'), room.secret('Secret')];
    await expect(byPassword('Secret', email, password)).rejects.toMatchObject(
      fault(
        'NotAuthorizedException',
        `Client ${id} is configured with secret but SECRET_HASH was not received`,
      ),
    );
    await expect(byPassword('Secret', email, password, { SECRET_HASH: 'x' })).rejects.toMatchObject(
      fault('NotAuthorizedException', `Unable to verify secret hash for client ${id}`),
    );
    const SECRET_HASH = secretHash(email, id, secret);
    const { AuthenticationResult } = await byPassword('Secret', email, password, { SECRET_HASH });
    expect(claimsOf(AuthenticationResult?.AccessToken).client_id).toBe(id);
    const admin = await room.api.send(
      new AdminInitiateAuthCommand({
        UserPoolId: room.poolId,
        ClientId: id,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH },
      }),
    );
    expect(admin.AuthenticationResult?.IdToken).toBeDefined();
  });

  it('of an invited user has to be changed', async () => {
    const Username = room.newEmail();
    await room.api.send(
      new AdminCreateUserCommand({
        UserPoolId: room.poolId,
        Username,
        TemporaryPassword: 'Temporary-1x',
        MessageAction: 'SUPPRESS',
      }),
    );
    const first = await byPassword('Web', Username, 'Temporary-1x');
    expect(first).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { requiredAttributes: '[]', userAttributes: JSON.stringify({ email: Username }) },
    });
    const respond = (NEW_PASSWORD: string) =>
      room.api.send(
        new RespondToAuthChallengeCommand({
          ClientId: room.id('Web'),
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session: first.Session,
          ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
        }),
      );
    await expect(respond('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await respond(password)).AuthenticationResult?.IdToken).toBeDefined();
    await expect(respond(password)).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    );
    await expect(byPassword('Web', Username, 'Temporary-1x')).rejects.toMatchObject(incorrect);
  });

  it('of a temporary kind expires after the days of the policy, a session after three minutes', async () => {
    const Username = room.newEmail();
    const UserPoolId = room.poolId;
    await room.api.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        TemporaryPassword: 'Temporary-1x',
        MessageAction: 'SUPPRESS',
      }),
    );
    const { Session } = await byPassword('Web', Username, 'Temporary-1x');
    room.clock.advance(3 * 60 * 1000);
    const late = new RespondToAuthChallengeCommand({
      ClientId: room.id('Web'),
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: password },
    });
    await expect(room.api.send(late)).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
    );
    room.clock.advance(7 * 24 * 60 * 60 * 1000);
    await expect(byPassword('Web', Username, 'Temporary-1x')).rejects.toMatchObject(
      fault(
        'NotAuthorizedException',
        'Temporary password has expired and must be reset by an administrator.',
      ),
    );
  });

  it('does not let a disabled user in', async () => {
    const Username = room.newEmail();
    const UserPoolId = room.poolId;
    await room.api.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
    await room.api.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
    );
    const { AccessToken } = await room.signIn(Username);
    await room.api.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    await expect(room.signIn(Username)).rejects.toMatchObject(
      fault('NotAuthorizedException', 'User is disabled.'),
    );
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('Secure Remote Password', () => {
  it('signs in with amazon-cognito-identity-js', async () => {
    const tokens = await authenticate(srpUser(email), password);
    expect(claimsOf((tokens as { id: string }).id)).toMatchObject({ email, 'cognito:groups': ['admins'] });
  });

  it('refuses a wrong password and a user who is not there alike', async () => {
    await expect(authenticate(srpUser(email), 'Wrong-Pass1')).rejects.toMatchObject(incorrect);
    await expect(authenticate(srpUser('nobody@example.com'), password)).rejects.toMatchObject(incorrect);
    const [first, second] = await Promise.all(
      [1, 2].map(() => initiate('Web', 'USER_SRP_AUTH', { USERNAME: 'nobody@example.com', SRP_A: 'abcd' })),
    );
    expect(first?.ChallengeParameters?.SALT).toBe(second?.ChallengeParameters?.SALT);
    expect(first?.ChallengeParameters?.USER_ID_FOR_SRP).toBe(second?.ChallengeParameters?.USER_ID_FOR_SRP);
  });

  it('refuses a public value that would give the key away', async () => {
    for (const SRP_A of ['0', 'not hexadecimal']) {
      await expect(initiate('Web', 'USER_SRP_AUTH', { USERNAME: email, SRP_A })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  it('goes on to a new password', async () => {
    const Username = room.newEmail();
    await room.api.send(
      new AdminCreateUserCommand({
        UserPoolId: room.poolId,
        Username,
        TemporaryPassword: 'Temporary-1x',
        MessageAction: 'SUPPRESS',
      }),
    );
    const user = srpUser(Username);
    expect(await authenticate(user, 'Temporary-1x')).toEqual({ newPassword: { email: Username } });
    const signedIn = new Promise((resolve, reject) => {
      user.completeNewPasswordChallenge(password, {}, { onSuccess: resolve, onFailure: reject });
    });
    await signedIn;
    expect((await room.signIn(Username)).IdToken).toBeDefined();
  });
});

describe('a refresh token', () => {
  const refresh = (RefreshToken: string | undefined, clientName: string) =>
    room.api.send(new GetTokensFromRefreshTokenCommand({ ClientId: room.id(clientName), RefreshToken }));
  const oldWay = (REFRESH_TOKEN: string | undefined, clientName: string) =>
    initiate(clientName, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: REFRESH_TOKEN ?? '' });

  it('gives new tokens of the same sign-in, and no new refresh token', async () => {
    const first = await room.signIn(email);
    room.clock.advance(1000);
    const { AuthenticationResult: second } = await oldWay(first.RefreshToken, 'Web');
    expect(second?.RefreshToken).toBeUndefined();
    const [before, after] = [claimsOf(first.AccessToken), claimsOf(second?.AccessToken)];
    expect(after).toMatchObject({
      auth_time: before.auth_time,
      origin_jti: before.origin_jti,
      sub: before.sub,
    });
    expect(after.jti).not.toBe(before.jti);
    expect(Number(after.iat)).toBe(Number(before.iat) + 1);
    expect((await refresh(first.RefreshToken, 'Web')).AuthenticationResult?.IdToken).toBeDefined();
  });

  it('is taken only from its client and while it is good', async () => {
    const { RefreshToken } = await room.signIn(email);
    const invalid = fault('NotAuthorizedException', 'Invalid Refresh Token');
    await expect(refresh(RefreshToken, 'Rotating')).rejects.toMatchObject(invalid);
    await expect(oldWay('nonsense', 'Web')).rejects.toMatchObject(invalid);
    room.clock.advance(30 * 24 * 60 * 60 * 1000);
    await expect(oldWay(RefreshToken, 'Web')).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Refresh Token has expired'),
    );
  });

  it('rotates where the client says so, with a grace period', async () => {
    const { RefreshToken: first } = await room.signIn(email, password, 'Rotating');
    const { AuthenticationResult: second } = await refresh(first, 'Rotating');
    expect(second?.RefreshToken).toBeDefined();
    expect(second?.RefreshToken).not.toBe(first);
    expect((await refresh(first, 'Rotating')).AuthenticationResult?.IdToken).toBeDefined();
    room.clock.advance(10_000);
    await expect(refresh(first, 'Rotating')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(
      (await refresh(second?.RefreshToken, 'Rotating')).AuthenticationResult?.RefreshToken,
    ).toBeDefined();
    await expect(oldWay(second?.RefreshToken, 'Rotating')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('ends when it is revoked, and its access tokens with it', async () => {
    const { AccessToken, RefreshToken } = await room.signIn(email);
    const other = await room.signIn(email);
    await room.api.send(new RevokeTokenCommand({ ClientId: room.id('Web'), Token: RefreshToken }));
    await expect(oldWay(RefreshToken, 'Web')).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Refresh Token has been revoked'),
    );
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Access Token has been revoked'),
    );
    const revokeAccess = new RevokeTokenCommand({ ClientId: room.id('Web'), Token: other.AccessToken });
    await expect(room.api.send(revokeAccess)).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
    expect((await oldWay(other.RefreshToken, 'Web')).AuthenticationResult?.IdToken).toBeDefined();
  });

  it('ends with a global sign-out, as do all others of the user', async () => {
    const [one, two] = await Promise.all([room.signIn(email), room.signIn(email)]);
    await room.api.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    for (const { RefreshToken, AccessToken } of [one, two]) {
      await expect(oldWay(RefreshToken, 'Web')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
        fault('NotAuthorizedException', 'Access Token has been revoked'),
      );
    }
    expect((await room.signIn(email)).IdToken).toBeDefined();
  });
});
