import type { AwsRequest, Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { checkSecretHash } from '../auth/secret-hash.ts';
import {
  aliasExists,
  codeExpired,
  invalidParameter,
  missingMember,
  noSuchUserAndClient,
  notAuthorized,
} from '../errors.ts';
import { attributesOf, isTrue, mapOf, optionalText, textOf } from '../input.ts';
import { clientAt } from '../store.ts';
import { type Call, runTrigger } from '../triggers.ts';
import type { Client, Pool, Room, User } from '../types.ts';
import { issueCode, takeCode } from './codes.ts';
import { newUser } from './create.ts';
import { type CodeDeliveryDetails, deliver, deliveryDetails, type Occasion } from './deliver.ts';
import { aliasOwner, findUser, isEmail } from './find.ts';
import { checkPassword, setPassword } from './password.ts';
import { verificationAttribute } from './recipients.ts';
import { checkAttributes, checkRequired, checkWritable } from './schema.ts';

/** SignUp, ConfirmSignUp and ResendConfirmationCode: calls of the public, by a client of the pool. */
export function signUpOperations(room: Room): Operations {
  const callerOf = (input: Properties, request: AwsRequest) => {
    const { pool, client } = clientAt(room, input);
    const username = textOf(input, 'Username');
    checkSecretHash(client, optionalText(input, 'SecretHash'), username);
    const call: Call = {
      clientId: client.id,
      traceId: request.traceId,
      metadata: mapOf(input, 'ClientMetadata'),
    };
    return { pool, client, username, call };
  };
  return {
    SignUp: async (input, request) => {
      const { pool, client, username, call } = callerOf(input, request);
      const { user, delivery } = await signUp(room, pool, client, call, {
        username,
        password: optionalText(input, 'Password'),
        attributes: attributesOf(input),
        validationData: attributesOf(input, 'ValidationData'),
      });
      return {
        UserConfirmed: user.status === 'CONFIRMED',
        UserSub: user.attributes.sub,
        CodeDeliveryDetails: delivery,
      };
    },
    ConfirmSignUp: async (input, request) => {
      const { pool, client, username, call } = callerOf(input, request);
      await confirmSignUp(room, pool, client, call, {
        username,
        code: textOf(input, 'ConfirmationCode'),
        forceAlias: input.ForceAliasCreation === true,
      });
      return {};
    },
    ResendConfirmationCode: async (input, request) => {
      const { pool, client, username, call } = callerOf(input, request);
      return { CodeDeliveryDetails: await resendCode(room, pool, client, call, username) };
    },
  };
}

export interface SignUp {
  username: string;
  password?: string;
  attributes: Record<string, string>;
  validationData?: Record<string, string>;
}

/** Makes an unconfirmed user and sends the code, unless the pre sign-up trigger confirms. */
export async function signUp(
  room: Room,
  pool: Pool,
  client: Client,
  call: Call,
  { username, password, attributes, validationData }: SignUp,
): Promise<{ user: User; delivery?: CodeDeliveryDetails }> {
  if (isTrue(pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
  checkWritable(client, Object.keys(attributes));
  checkAttributes(pool, attributes);
  if (password === undefined) throw missingMember('Password');
  checkPassword(pool, password, true);
  const user = newUser(room, pool, username, attributes, 'UNCONFIRMED');
  checkRequired(pool, user.attributes);
  const decision = await runTrigger(room, pool, call, {
    name: 'PreSignUp',
    source: 'PreSignUp_SignUp',
    user,
    request: { validationData: validationData ?? null },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  // Another sign-up may have taken the name while the trigger ran.
  newUser(room, pool, username, attributes, 'UNCONFIRMED');
  setPassword(pool, user, password);
  pool.users.set(user.username, user);
  if (decision?.autoVerifyEmail && user.attributes.email) user.attributes.email_verified = 'true';
  if (decision?.autoVerifyPhone && user.attributes.phone_number) {
    user.attributes.phone_number_verified = 'true';
  }
  if (decision?.autoConfirmUser) {
    user.status = 'CONFIRMED';
    await confirmed(room, pool, user, call, 'PostConfirmation_ConfirmSignUp');
    return { user };
  }
  return { user, delivery: await sendConfirmation(room, pool, user, call, 'SignUp') };
}

export async function confirmSignUp(
  room: Room,
  pool: Pool,
  client: Client,
  call: Call,
  { username, code, forceAlias }: { username: string; code: string; forceAlias: boolean },
): Promise<void> {
  const user = findUser(pool, username);
  if (!user) throw hides(client) ? codeExpired() : noSuchUserAndClient();
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  const attribute = verificationAttribute(pool, user);
  const owner = attribute && aliasOwner(pool, attribute, user.attributes[attribute] ?? '');
  if (owner && owner !== user && !forceAlias) throw aliasExists(attribute);
  takeCode(room, user, 'sign-up', code);
  if (owner && owner !== user) owner.attributes[`${attribute}_verified`] = 'false';
  if (attribute) user.attributes[`${attribute}_verified`] = 'true';
  user.status = 'CONFIRMED';
  user.modifiedAt = room.clock.now();
  await confirmed(room, pool, user, call, 'PostConfirmation_ConfirmSignUp');
}

export async function resendCode(room: Room, pool: Pool, client: Client, call: Call, username: string) {
  const user = findUser(pool, username);
  if (!user) {
    if (!hides(client)) throw noSuchUserAndClient();
    return simulatedDelivery(username);
  }
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const delivery = await sendConfirmation(room, pool, user, call, 'ResendCode');
  if (!delivery) throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
  return delivery;
}

async function sendConfirmation(room: Room, pool: Pool, user: User, call: Call, occasion: Occasion) {
  const attribute = verificationAttribute(pool, user);
  if (!attribute) return undefined;
  const code = issueCode(room, user, 'sign-up');
  return deliver(room, pool, user, { occasion, attribute, code }, call);
}

/** Tells the post confirmation trigger. */
export async function confirmed(room: Room, pool: Pool, user: User, call: Call, source: string) {
  await runTrigger(room, pool, call, { name: 'PostConfirmation', source, user });
}

/** Whether a client's answers hide who exists. */
export const hides = ({ settings }: Client): boolean => settings.PreventUserExistenceErrors === 'ENABLED';

/** What a client that hides who exists says of a user who does not. */
export const simulatedDelivery = (username: string): CodeDeliveryDetails =>
  isEmail(username)
    ? deliveryDetails('email', username)
    : deliveryDetails('email', `${username.charAt(0) || 'u'}@${username.charAt(1) || 'e'}`);
