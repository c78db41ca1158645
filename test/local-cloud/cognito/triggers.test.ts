/** Lambda triggers of a pool with the documented events (developer guide, "Customizing user pool workflows", 2026). */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Properties } from '../../../src/local-cloud/contract.ts';
import { region } from '../harness.ts';
import { claimsOf, type Fixture, functions, password, resources, startFixture } from './fixture.ts';

const arn = (name: string) => `arn:aws:lambda:${region}:123456789012:function:${name}`;
const withTriggers = {
  ...resources,
  Pool: {
    ...resources.Pool!,
    Properties: {
      ...resources.Pool!.Properties,
      LambdaConfig: {
        PreSignUp: arn('PreSignUp'),
        PostConfirmation: arn('PostConfirmation'),
        CustomMessage: arn('CustomMessage'),
        PostAuthentication: arn('PostAuthentication'),
        PreTokenGenerationConfig: { LambdaArn: arn('PreToken'), LambdaVersion: 'V2_0' },
        PreTokenGeneration: arn('PreToken'),
      },
    },
  },
};
let room: Fixture;
let events: Record<string, Properties>;
/** What each function puts into `response`; a text is the message of its error. */
let answers: Record<string, Properties | string>;

const lambda = functions(async (name, payload) => {
  const fn = name.split(':').at(-1)!;
  const event = JSON.parse(payload);
  events[fn] = event;
  const answer = answers[fn] ?? {};
  const base = { requestId: 'r', duration: 1 };
  if (typeof answer === 'string') {
    return {
      ...base,
      error: 'Unhandled',
      payload: JSON.stringify({ errorMessage: answer, errorType: 'Error' }),
    };
  }
  return { ...base, payload: JSON.stringify({ ...event, response: { ...event.response, ...answer } }) };
});

beforeAll(async () => {
  room = await startFixture({ resources: withTriggers }, [lambda]);
});
afterAll(() => room.close());
beforeEach(() => {
  events = {};
  answers = {};
});

const signUp = (Username: string) =>
  room.api.send(
    new SignUpCommand({
      ClientId: room.id('Web'),
      Username,
      Password: password,
      ValidationData: [{ Name: 'plan', Value: 'free' }],
      ClientMetadata: { from: 'test' },
    }),
  );

describe('pre sign-up', () => {
  it('sees who comes and may confirm at once', async () => {
    answers.PreSignUp = { autoConfirmUser: true, autoVerifyEmail: true };
    const email = room.newEmail();
    const { UserConfirmed, UserSub, CodeDeliveryDetails } = await signUp(email);
    expect([UserConfirmed, CodeDeliveryDetails]).toEqual([true, undefined]);
    expect(events.PreSignUp).toEqual({
      version: '1',
      region,
      userPoolId: room.poolId,
      userName: UserSub,
      callerContext: { awsSdkVersion: expect.any(String), clientId: room.id('Web') },
      triggerSource: 'PreSignUp_SignUp',
      request: {
        userAttributes: { sub: UserSub, email, 'cognito:user_status': 'UNCONFIRMED' },
        validationData: { plan: 'free' },
        clientMetadata: { from: 'test' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
    expect(events.PostConfirmation).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: { userAttributes: { email_verified: 'true', 'cognito:user_status': 'CONFIRMED' } },
    });
  });

  it('may refuse, and then nobody is there', async () => {
    answers.PreSignUp = 'Not from here.';
    const email = room.newEmail();
    const refusal = {
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Not from here.',
    };
    await expect(signUp(email)).rejects.toMatchObject(refusal);
    answers.PreSignUp = {};
    expect((await signUp(email)).UserConfirmed).toBe(false);
  });
});

describe('custom message', () => {
  it('words the mail around the code', async () => {
    answers.CustomMessage = { emailSubject: 'Hello', emailMessage: 'Type {####} please' };
    await signUp(room.newEmail());
    expect(events.CustomMessage).toMatchObject({
      triggerSource: 'CustomMessage_SignUp',
      request: { codeParameter: '{####}' },
    });
    const mail = room.cloud.log.events().findLast(({ kind }) => kind === 'mail');
    expect(mail?.detail).toMatchObject({ subject: 'Hello', text: `Type ${room.code()} please` });
  });
});

describe('pre token generation, version 2', () => {
  it('changes claims and scopes of both tokens, but not those that are fixed', async () => {
    const Username = room.newEmail();
    const UserPoolId = room.poolId;
    await room.api.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
    expect(events.PreSignUp?.triggerSource).toBe('PreSignUp_AdminCreateUser');
    await room.api.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
    );
    answers.PreToken = {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { plan: 'pro', sub: 'x' }, claimsToSuppress: ['email'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { limits: { orders: 5 } },
          scopesToAdd: ['orders/read'],
          scopesToSuppress: ['aws.cognito.signin.user.admin'],
        },
        groupOverrideDetails: { groupsToOverride: ['guests'] },
      },
    };
    const { IdToken, AccessToken } = await room.signIn(Username);
    expect(events.PreToken).toMatchObject({
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      request: {
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
        scopes: ['aws.cognito.signin.user.admin'],
      },
    });
    const [id, access] = [claimsOf(IdToken), claimsOf(AccessToken)];
    expect(id).toMatchObject({ plan: 'pro', sub: access.sub, 'cognito:groups': ['guests'] });
    expect(id.email).toBeUndefined();
    expect(access).toMatchObject({
      scope: 'orders/read',
      limits: { orders: 5 },
      'cognito:groups': ['guests'],
    });
    expect(events.PostAuthentication?.triggerSource).toBe('PostAuthentication_Authentication');
  });

  it('ends a sign-in by its error', async () => {
    answers.PreSignUp = { autoConfirmUser: true };
    const email = room.newEmail();
    await signUp(email);
    answers.PreToken = 'No tokens today';
    await expect(room.signIn(email)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error No tokens today.',
    });
  });
});
