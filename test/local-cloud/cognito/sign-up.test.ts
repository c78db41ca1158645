/** Sign-up, confirmation and recovery; expectations from the API reference and developer guide of user pools (2026). */
import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, password, startFixture } from './fixture.ts';

let room: Fixture;
beforeAll(async () => {
  room = await startFixture();
});
afterAll(() => room.close());

const signUp = (Username: string, more: Partial<SignUpCommand['input']> = {}) =>
  room.api.send(new SignUpCommand({ ClientId: room.id('Web'), Username, Password: password, ...more }));
const confirm = (Username: string, ConfirmationCode: string) =>
  room.api.send(new ConfirmSignUpCommand({ ClientId: room.id('Web'), Username, ConfirmationCode }));
const fault = (name: string, message: string) => ({ name, message, $metadata: { httpStatusCode: 400 } });

describe('sign-up', () => {
  it('makes an unconfirmed user under a sub and sends a code to a hidden address', async () => {
    const email = room.newEmail();
    const made = await signUp(email);
    expect(made).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    const mail = room.cloud.log.events().findLast(({ kind }) => kind === 'mail');
    expect(mail).toMatchObject({ source: 'shop', text: expect.stringMatching(/^to ada.*\d{6}/) });
    const user = await room.api.send(new AdminGetUserCommand({ UserPoolId: room.poolId, Username: email }));
    expect(user).toMatchObject({ Username: made.UserSub, UserStatus: 'UNCONFIRMED', Enabled: true });
    expect(user.UserCreateDate).toBeInstanceOf(Date);
    await expect(room.signIn(email)).rejects.toMatchObject(
      fault('UserNotConfirmedException', 'User is not confirmed.'),
    );
  });

  it('confirms with the code, once, and verifies the address', async () => {
    const email = room.newEmail();
    await signUp(email);
    const code = room.code();
    const wrong = code === '000000' ? '000001' : '000000';
    await expect(confirm(email, wrong)).rejects.toMatchObject(
      fault('CodeMismatchException', 'Invalid verification code provided, please try again.'),
    );
    await confirm(email.toUpperCase(), code);
    const { UserAttributes, UserStatus } = await room.api.send(
      new AdminGetUserCommand({ UserPoolId: room.poolId, Username: email }),
    );
    expect(UserStatus).toBe('CONFIRMED');
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(confirm(email, code)).rejects.toMatchObject(
      fault('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
    );
  });

  it('ends a code after a day and with the next one', async () => {
    const email = room.newEmail();
    await signUp(email);
    const first = room.code();
    room.clock.advance(24 * 60 * 60 * 1000);
    await expect(confirm(email, first)).rejects.toMatchObject(
      fault('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
    );
    const { CodeDeliveryDetails } = await room.api.send(
      new ResendConfirmationCodeCommand({ ClientId: room.id('Web'), Username: email }),
    );
    expect(CodeDeliveryDetails).toMatchObject({ Destination: 'a***@e***' });
    await confirm(email, room.code());
  });

  it.each([
    ['Short1', 'Password not long enough'],
    ['correct-h0rse', 'Password must have uppercase characters'],
    ['CORRECT-H0RSE', 'Password must have lowercase characters'],
    ['Correct-Horse', 'Password must have numeric characters'],
  ])('refuses the password %s by the policy', async (Password, reason) => {
    await expect(signUp(room.newEmail(), { Password })).rejects.toMatchObject(
      fault('InvalidPasswordException', `Password did not conform with policy: ${reason}`),
    );
  });

  it('refuses taken and malformed names and unknown attributes', async () => {
    const email = room.newEmail();
    await signUp(email);
    await expect(signUp(email.toUpperCase())).rejects.toMatchObject(
      fault('UsernameExistsException', 'An account with the given email already exists.'),
    );
    await expect(signUp('ada')).rejects.toMatchObject(
      fault('InvalidParameterException', 'Username should be an email.'),
    );
    const UserAttributes = [{ Name: 'custom:none', Value: 'x' }];
    await expect(signUp(room.newEmail(), { UserAttributes })).rejects.toMatchObject(
      fault(
        'InvalidParameterException',
        'Attributes did not conform to the schema: Type for attribute {custom:none} could not be determined',
      ),
    );
    const level = [{ Name: 'custom:level', Value: '10' }];
    await expect(signUp(room.newEmail(), { UserAttributes: level })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const verified = [{ Name: 'email_verified', Value: 'true' }];
    await expect(signUp(room.newEmail(), { UserAttributes: verified })).rejects.toMatchObject(
      fault('NotAuthorizedException', 'A client attempted to write unauthorized attribute'),
    );
  });

  it('names a client that does not exist', async () => {
    await expect(signUp(room.newEmail(), { ClientId: 'x'.repeat(26) })).rejects.toMatchObject(
      fault('ResourceNotFoundException', `User pool client ${'x'.repeat(26)} does not exist.`),
    );
  });
});

describe('a forgotten password', () => {
  const forgot = (Username: string, ClientId = room.id('Web')) =>
    room.api.send(new ForgotPasswordCommand({ ClientId, Username }));
  const reset = (Username: string, ConfirmationCode: string, Password: string) =>
    room.api.send(
      new ConfirmForgotPasswordCommand({ ClientId: room.id('Web'), Username, ConfirmationCode, Password }),
    );

  it('is replaced with a code that is good for an hour', async () => {
    const email = room.newEmail();
    await signUp(email);
    await confirm(email, room.code());
    const { CodeDeliveryDetails } = await forgot(email);
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    const late = room.code();
    room.clock.advance(60 * 60 * 1000);
    await expect(reset(email, late, 'Another-Pass1')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await forgot(email);
    await expect(reset(email, room.code(), 'short')).rejects.toMatchObject(
      fault('InvalidPasswordException', 'Password does not conform to policy: Password not long enough'),
    );
    await reset(email, room.code(), 'Another-Pass1');
    await expect(room.signIn(email)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await room.signIn(email, 'Another-Pass1')).TokenType).toBe('Bearer');
  });

  it('tells nobody who exists, unless the client is of the old kind', async () => {
    const { CodeDeliveryDetails } = await forgot('nobody@example.com');
    expect(CodeDeliveryDetails?.Destination).toBe('n***@e***');
    await expect(reset('nobody@example.com', '123456', 'Another-Pass1')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(forgot('nobody@example.com', room.id('Legacy'))).rejects.toMatchObject(
      fault('UserNotFoundException', 'Username/client id combination not found.'),
    );
  });

  it('cannot be recovered without a verified address', async () => {
    const email = room.newEmail();
    await signUp(email);
    await expect(forgot(email, room.id('Legacy'))).rejects.toMatchObject(
      fault(
        'InvalidParameterException',
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      ),
    );
  });
});
