import { AwsError } from '../../../aws-error.ts';
import { notAuthorized, userDisabled, userNotConfirmed, wrongPassword } from '../errors.ts';
import { beginSession, issueTokens, newRefreshToken } from '../tokens/issue.ts';
import { authenticationResult } from '../tokens/refresh.ts';
import { type Call, runTrigger } from '../triggers.ts';
import type { Client, MfaFactor, Pool, Room, User } from '../types.ts';
import { newCode } from '../users/codes.ts';
import { deliver } from '../users/deliver.ts';
import { requiredAttributes } from '../users/schema.ts';
import { hides } from '../users/sign-up.ts';
import { openChallenge } from './challenge-store.ts';

/** One sign-in on its way. */
export interface SignIn {
  room: Room;
  pool: Pool;
  client: Client;
  user: User;
  call: Call;
  /** What a completed sign-in gives. Without it: the tokens of the API. */
  complete?: (signIn: SignIn) => Promise<unknown>;
}

/** What an answer of InitiateAuth or RespondToAuthChallenge holds. */
export interface ChallengeAnswer {
  ChallengeName: string;
  Session: string;
  ChallengeParameters: Record<string, string>;
}

/** Tells the pre authentication trigger, which may refuse. */
export async function beforeSignIn({ room, pool, user, call }: SignIn): Promise<void> {
  await runTrigger(room, pool, call, {
    name: 'PreAuthentication',
    source: 'PreAuthentication_Authentication',
    user,
    request: { validationData: null, userNotFound: false },
  });
}

/**
 * What follows a right password: the state of the account, then the factors of the pool and of the user, then tokens.
 * @throws AwsError UserNotConfirmedException, PasswordResetRequiredException, NotAuthorizedException
 */
export async function afterPassword(signIn: SignIn): Promise<unknown> {
  const { room, pool, client, user } = signIn;
  checkAccount(room, client, user);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordRequired(signIn);
  const factors = factorsOf(pool, user);
  const factor = factors.length === 1 ? factors[0] : factors.find((each) => each === user.mfa.preferred);
  if (factor) return askFactor(signIn, factor);
  if (factors.length > 1) {
    return challenge(signIn, 'SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: JSON.stringify(factors) });
  }
  if (pool.settings.MfaConfiguration === 'ON') {
    return challenge(signIn, 'MFA_SETUP', { MFAS_CAN_SETUP: JSON.stringify(enabledFactors(pool)) });
  }
  return complete(signIn);
}

function checkAccount({ clock }: Room, client: Client, user: User): void {
  if (!user.enabled) throw userDisabled();
  if (user.status === 'UNCONFIRMED') throw userNotConfirmed();
  if (user.status === 'RESET_REQUIRED') {
    if (hides(client)) throw wrongPassword();
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if ((user.password?.temporaryUntil ?? Number.POSITIVE_INFINITY) <= clock.now()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

/** Factors that the pool takes: none while MFA is off. */
export function enabledFactors({ settings }: Pool): MfaFactor[] {
  if ((settings.MfaConfiguration ?? 'OFF') === 'OFF') return [];
  if (settings.EnabledMfas?.length > 0) return settings.EnabledMfas;
  return settings.SmsConfiguration ? ['SMS_MFA'] : ['SOFTWARE_TOKEN_MFA'];
}

/** Factors of a user that a sign-in asks for. Where MFA is required, a verified phone number or address counts by itself. */
function factorsOf(pool: Pool, { mfa, attributes }: User): MfaFactor[] {
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF') return [];
  const chosen = enabledFactors(pool).filter((factor) => mfa.enabled.includes(factor));
  if (chosen.length > 0 || mode !== 'ON') return chosen;
  return enabledFactors(pool).filter(
    (factor) =>
      (factor === 'SMS_MFA' && attributes.phone_number_verified === 'true') ||
      (factor === 'EMAIL_OTP' && attributes.email_verified === 'true'),
  );
}

/** Asks for the code of a factor; SMS and email ones are sent. */
export async function askFactor(signIn: SignIn, factor: MfaFactor): Promise<ChallengeAnswer> {
  const { room, pool, user, call } = signIn;
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    return challenge(
      signIn,
      factor,
      user.mfa.deviceName ? { FRIENDLY_DEVICE_NAME: user.mfa.deviceName } : {},
    );
  }
  const attribute = factor === 'SMS_MFA' ? 'phone_number' : 'email';
  const code = newCode();
  const delivery = await deliver(room, pool, user, { occasion: 'Authentication', attribute, code }, call);
  return challenge(
    signIn,
    factor,
    {
      CODE_DELIVERY_DELIVERY_MEDIUM: delivery.DeliveryMedium,
      CODE_DELIVERY_DESTINATION: delivery.Destination,
    },
    { code },
  );
}

function newPasswordRequired(signIn: SignIn): ChallengeAnswer {
  const { pool, user } = signIn;
  const { sub: _, ...attributes } = user.attributes;
  const missing = requiredAttributes(pool).filter((name) => !attributes[name]);
  return challenge(signIn, 'NEW_PASSWORD_REQUIRED', {
    requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
    userAttributes: JSON.stringify(attributes),
  });
}

/** Puts a step before the user. */
export function challenge(
  { room, pool, client, user }: SignIn,
  name: string,
  parameters: Record<string, string>,
  data?: Record<string, string>,
): ChallengeAnswer {
  return {
    ChallengeName: name,
    Session: openChallenge(room, { name, pool, client, username: user.username, data }),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...parameters },
  };
}

/** Ends a sign-in: a session begins. */
export async function complete(signIn: SignIn, source = 'TokenGeneration_Authentication'): Promise<unknown> {
  const { room, pool, client, user, call } = signIn;
  await runTrigger(room, pool, call, {
    name: 'PostAuthentication',
    source: 'PostAuthentication_Authentication',
    user,
    request: { newDeviceUsed: false },
  });
  if (signIn.complete) return signIn.complete(signIn);
  const session = beginSession(room, pool, client, user);
  const tokens = await issueTokens(room, { pool, client, user, session }, call, source);
  const refreshToken = newRefreshToken(room, client, session);
  return { ChallengeParameters: {}, AuthenticationResult: authenticationResult({ ...tokens, refreshToken }) };
}
