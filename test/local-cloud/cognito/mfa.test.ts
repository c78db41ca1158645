/** Second factors: authenticator apps set up by choice and on the way in (developer guide, "Adding MFA", 2026). */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../../src/local-cloud/aws/cognito/auth/totp.ts';
import type { Resources } from '../harness.ts';
import { type Fixture, password, resources, startFixture } from './fixture.ts';

let optional: Fixture;
let required: Fixture;
let off: Fixture;
const withMfa = (settings: object): Resources => ({
  ...resources,
  Pool: { ...resources.Pool!, Properties: { ...resources.Pool!.Properties, ...settings } },
});
beforeAll(async () => {
  optional = await startFixture({ resources: withMfa({ EnabledMfas: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] }) });
  required = await startFixture({ resources: withMfa({ MfaConfiguration: 'ON' }) });
  off = await startFixture({ resources: withMfa({ MfaConfiguration: 'OFF' }) });
});
afterAll(() => Promise.all([optional.close(), required.close(), off.close()]));

async function newUser({ api, poolId: UserPoolId, newEmail }: Fixture) {
  const Username = newEmail();
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  await api.send(
    new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  await api.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  return Username;
}
const start = ({ api, id }: Fixture, USERNAME: string) =>
  api.send(
    new InitiateAuthCommand({
      ClientId: id('Web'),
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password },
    }),
  );
const respond = (
  { api, id }: Fixture,
  name: string,
  Session: string | undefined,
  ChallengeResponses: Record<string, string>,
) =>
  api.send(
    new RespondToAuthChallengeCommand({
      ClientId: id('Web'),
      ChallengeName: name as 'SMS_MFA',
      Session,
      ChallengeResponses,
    }),
  );
const codeNow = ({ clock }: Fixture, secret: string | undefined) =>
  totpCode(secret!, Math.floor(clock.now() / 30_000));

/** Other than the code, and of the same form. */
const otherThan = (code: string) => (code === '111111' ? '222222' : '111111');

describe('time-based codes', () => {
  // RFC 6238, appendix B: SHA-1 with the ASCII secret 12345678901234567890, the last six of eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('at %i s are those of the standard', (time, code) => {
    expect(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', Math.floor(time / 30))).toBe(code);
  });
});

describe('a pool without MFA', () => {
  it('sets up no app', async () => {
    const { AccessToken } = await off.signIn(await newUser(off));
    await expect(off.api.send(new AssociateSoftwareTokenCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
      message: 'Software Token MFA is not enabled for the userPool.',
    });
  });
});

describe('MFA by choice', () => {
  it('asks for the app once it is set up and preferred', async () => {
    const username = await newUser(optional);
    const { AccessToken } = await optional.signIn(username);
    const { SecretCode } = await optional.api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const verify = (UserCode: string) =>
      optional.api.send(
        new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: 'phone' }),
      );
    const code = codeNow(optional, SecretCode);
    await expect(verify(otherThan(code))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
      message: 'Code mismatch',
    });
    expect((await verify(code)).Status).toBe('SUCCESS');
    expect((await start(optional, username)).AuthenticationResult).toBeDefined();
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await optional.api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    const user = await optional.api.send(new GetUserCommand({ AccessToken }));
    expect(user).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });

    const { ChallengeName, ChallengeParameters, Session } = await start(optional, username);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(ChallengeParameters?.FRIENDLY_DEVICE_NAME).toBe('phone');
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      respond(optional, 'SOFTWARE_TOKEN_MFA', Session, { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE });
    await expect(answer(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    optional.clock.advance(30_000);
    const next = codeNow(optional, SecretCode);
    await expect(answer(otherThan(next))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect((await answer(next)).AuthenticationResult?.IdToken).toBeDefined();
  });

  it('sends codes by mail where the user chose that', async () => {
    const username = await newUser(optional);
    const { AccessToken } = await optional.signIn(username);
    const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
    await optional.api.send(new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings }));
    const { ChallengeName, ChallengeParameters, Session } = await start(optional, username);
    expect(ChallengeName).toBe('EMAIL_OTP');
    expect(ChallengeParameters).toMatchObject({ CODE_DELIVERY_DESTINATION: 'a***@e***' });
    const answer = (EMAIL_OTP_CODE: string) =>
      respond(optional, 'EMAIL_OTP', Session, { USERNAME: username, EMAIL_OTP_CODE });
    await expect(answer(otherThan(optional.code()))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect((await answer(optional.code())).AuthenticationResult?.IdToken).toBeDefined();
  });

  it('needs a verified app first', async () => {
    const { AccessToken } = await optional.signIn(await newUser(optional));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await expect(
      optional.api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings })),
    ).rejects.toMatchObject({ message: 'User has not verified software token mfa' });
  });
});

describe('MFA for all', () => {
  it('has a new user set up an app before the first tokens', async () => {
    const username = await newUser(required);
    const first = await start(required, username);
    expect(first).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    const skipped = respond(required, 'MFA_SETUP', first.Session, { USERNAME: username });
    await expect(skipped).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { SecretCode, Session } = await required.api.send(
      new AssociateSoftwareTokenCommand({ Session: first.Session }),
    );
    const UserCode = codeNow(required, SecretCode);
    const verified = await required.api.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
    const done = await respond(required, 'MFA_SETUP', verified.Session, { USERNAME: username });
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    expect((await start(required, username)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });
});
