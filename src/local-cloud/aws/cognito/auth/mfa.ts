import { AwsError } from '../../../aws-error.ts';
import type { Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { onUser } from '../access.ts';
import { invalidParameter, missingParameter, noSuchUser } from '../errors.ts';
import { optionalText, textOf } from '../input.ts';
import { ownerOf } from '../tokens/issue.ts';
import type { MfaFactor, Pool, Room, User } from '../types.ts';
import { challengeAt, openChallenge } from './challenge-store.ts';
import { enabledFactors } from './sign-in.ts';
import { newTotpSecret, totpStep } from './totp.ts';

/** Authenticator apps and the factors of a user. */
export function mfaOperations(room: Room): Operations {
  /** The user of an access token, or of a sign-in that waits in MFA_SETUP. */
  const subjectOf = async (
    input: Properties,
  ): Promise<{ pool: Pool; user: User; next?: (done: boolean) => string }> => {
    const token = optionalText(input, 'AccessToken');
    if (token) return ownerOf(room, token);
    const session = optionalText(input, 'Session');
    if (!session) throw missingParameter('Session');
    const pending = challengeAt(room, session, undefined, 'MFA_SETUP');
    const pool = room.pools.get(pending.poolId);
    const client = room.clients.get(pending.clientId);
    const user = pool?.users.get(pending.username);
    if (!pool || !client || !user) throw noSuchUser();
    return {
      pool,
      user,
      next: (done) => {
        pending.used = true;
        const name = done ? 'MFA_SETUP_DONE' : 'MFA_SETUP';
        return openChallenge(room, { name, pool, client, username: user.username });
      },
    };
  };
  return {
    AssociateSoftwareToken: async (input) => {
      const { pool, user, next } = await subjectOf(input);
      if (!enabledFactors(pool).includes('SOFTWARE_TOKEN_MFA')) {
        throw new AwsError(
          'SoftwareTokenMFANotFoundException',
          'Software Token MFA is not enabled for the userPool.',
        );
      }
      user.mfa.pendingSecret = newTotpSecret();
      return { SecretCode: user.mfa.pendingSecret, Session: next?.(false) };
    },
    VerifySoftwareToken: async (input) => {
      const { user, next } = await subjectOf(input);
      verifySoftwareToken(room, user, textOf(input, 'UserCode'), optionalText(input, 'FriendlyDeviceName'));
      // Set up on the way in, the app is the user's factor at once.
      if (next) enableFactor(user, 'SOFTWARE_TOKEN_MFA', true);
      return { Status: 'SUCCESS', Session: next?.(true) };
    },
    SetUserMFAPreference: async (input) => {
      const { user } = await ownerOf(room, textOf(input, 'AccessToken'));
      setPreferences(user, input);
      return {};
    },
    AdminSetUserMFAPreference: onUser(room, (_, user, input) => {
      setPreferences(user, input);
      return {};
    }),
  };
}

/** @throws AwsError EnableSoftwareTokenMFAException when the code is not of the secret given last */
export function verifySoftwareToken({ clock }: Room, user: User, code: string, deviceName?: string): void {
  const { pendingSecret } = user.mfa;
  const step = pendingSecret === undefined ? undefined : totpStep(pendingSecret, code, clock.now());
  if (step === undefined) throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
  user.mfa = { ...user.mfa, secret: pendingSecret, pendingSecret: undefined, deviceName, lastStep: step };
}

const members: Record<string, MfaFactor> = {
  SoftwareTokenMfaSettings: 'SOFTWARE_TOKEN_MFA',
  SMSMfaSettings: 'SMS_MFA',
  EmailMfaSettings: 'EMAIL_OTP',
};

function setPreferences(user: User, input: Properties): void {
  for (const [member, factor] of Object.entries(members)) {
    const wanted: Properties | undefined = input[member];
    if (!wanted) continue;
    if (wanted.Enabled !== true && wanted.PreferredMfa === true) {
      throw invalidParameter('Invalid MFA setting: a preferred factor has to be enabled.');
    }
    if (wanted.Enabled === true) checkReady(user, factor);
    enableFactor(user, factor, wanted.Enabled === true, wanted.PreferredMfa === true);
  }
}

function checkReady({ mfa, attributes }: User, factor: MfaFactor): void {
  if (factor === 'SOFTWARE_TOKEN_MFA' && !mfa.secret) {
    throw invalidParameter('User has not verified software token mfa');
  }
  if (factor === 'SMS_MFA' && !attributes.phone_number) {
    throw invalidParameter('User does not have delivery config set to turn on SMS_MFA');
  }
  if (factor === 'EMAIL_OTP' && !attributes.email)
    throw invalidParameter('User does not have an email address.');
}

export function enableFactor({ mfa }: User, factor: MfaFactor, enabled: boolean, preferred = false): void {
  mfa.enabled = [...mfa.enabled.filter((each) => each !== factor), ...(enabled ? [factor] : [])];
  if (preferred) mfa.preferred = factor;
  else if (mfa.preferred === factor) mfa.preferred = undefined;
}
