import type { Operations } from '../../protocol/json.ts';
import { checkSecretHash } from '../auth/secret-hash.ts';
import {
  codeMismatch,
  invalidParameter,
  noSuchUserAndClient,
  notAuthorized,
  userDisabled,
} from '../errors.ts';
import { mapOf, optionalText, textOf } from '../input.ts';
import { clientAt } from '../store.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room, User } from '../types.ts';
import { issueCode, takeCode } from './codes.ts';
import { deliver } from './deliver.ts';
import { findUser } from './find.ts';
import { checkPassword, setPassword } from './password.ts';
import { recoveryAttribute } from './recipients.ts';
import { confirmed, hides, simulatedDelivery } from './sign-up.ts';

/** ForgotPassword and ConfirmForgotPassword. */
export function recoveryOperations(room: Room): Operations {
  return {
    ForgotPassword: async (input, request) => {
      const { pool, client } = clientAt(room, input);
      const username = textOf(input, 'Username');
      checkSecretHash(client, optionalText(input, 'SecretHash'), username);
      const metadata = mapOf(input, 'ClientMetadata');
      const call = { clientId: client.id, traceId: request.traceId, metadata };
      return { CodeDeliveryDetails: await forgotPassword(room, pool, client, call, username) };
    },
    ConfirmForgotPassword: async (input, request) => {
      const { pool, client } = clientAt(room, input);
      const username = textOf(input, 'Username');
      checkSecretHash(client, optionalText(input, 'SecretHash'), username);
      const metadata = mapOf(input, 'ClientMetadata');
      const call = { clientId: client.id, traceId: request.traceId, metadata };
      const code = textOf(input, 'ConfirmationCode');
      const password = textOf(input, 'Password');
      await confirmForgotPassword(room, pool, client, call, { username, code, password });
      return {};
    },
  };
}

export async function forgotPassword(room: Room, pool: Pool, client: Client, call: Call, username: string) {
  const user = findUser(pool, username);
  const attribute = user && recoveryAttribute(pool, user);
  if (hides(client) && (!user || !user.enabled || !attribute)) return simulatedDelivery(username);
  if (!user) throw noSuchUserAndClient();
  if (!user.enabled) throw userDisabled();
  if (attribute === 'admin_only') throw notAuthorized('Contact administrator to reset password.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  if (!attribute) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return sendRecoveryCode(room, pool, user, attribute, call);
}

export function sendRecoveryCode(room: Room, pool: Pool, user: User, attribute: string, call: Call) {
  const code = issueCode(room, user, 'recovery');
  return deliver(room, pool, user, { occasion: 'ForgotPassword', attribute, code }, call);
}

export async function confirmForgotPassword(
  room: Room,
  pool: Pool,
  client: Client,
  call: Call,
  { username, code, password }: { username: string; code: string; password: string },
): Promise<void> {
  const user = findUser(pool, username);
  if (hides(client) && (!user || !user.enabled)) throw codeMismatch();
  if (!user) throw noSuchUserAndClient();
  if (!user.enabled) throw userDisabled();
  checkPassword(pool, password);
  takeCode(room, user, 'recovery', code);
  setPassword(pool, user, password);
  // Who got the code owns the address, so a forgotten password also confirms.
  if (user.status !== 'CONFIRMED') user.status = 'CONFIRMED';
  user.modifiedAt = room.clock.now();
  await confirmed(room, pool, user, call, 'PostConfirmation_ConfirmForgotPassword');
}
