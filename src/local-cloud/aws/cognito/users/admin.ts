import { AwsError } from '../../../aws-error.ts';
import type { AwsRequest, Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { onPool, onUser } from '../access.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { attributesOf, mapOf, textOf, textsOf } from '../input.ts';
import { revokeSessions } from '../store.ts';
import type { Call } from '../triggers.ts';
import type { Pool, Room, User } from '../types.ts';
import { attributeList, describeMfa, describeUser } from './describe.ts';
import { inviteOperation } from './invite.ts';
import { listUsers } from './list.ts';
import { checkPassword, setPassword } from './password.ts';
import { recoveryAttribute } from './recipients.ts';
import { sendRecoveryCode } from './recover.ts';
import { confirmed } from './sign-up.ts';
import { updateAttributes } from './update.ts';

/** What an administrator does to users; IAM guards each. */
export function adminOperations(room: Room): Operations {
  const touched = (user: User) => {
    user.modifiedAt = room.clock.now();
    return {};
  };
  const signOut = (pool: Pool, user: User) =>
    revokeSessions(room, ({ poolId, username }) => poolId === pool.id && username === user.username);
  return {
    AdminCreateUser: inviteOperation(room),
    AdminGetUser: onUser(room, (_, user) => {
      const { Attributes: _listed, ...described } = describeUser(user);
      return { ...described, UserAttributes: attributeList(user), ...describeMfa(user) };
    }),
    ListUsers: onPool(room, listUsers),
    AdminDeleteUser: onUser(room, (pool, user) => {
      signOut(pool, user);
      pool.users.delete(user.username);
      return {};
    }),
    AdminSetUserPassword: onUser(room, (pool, user, input) => {
      const password = textOf(input, 'Password');
      checkPassword(pool, password);
      const isPermanent = input.Permanent === true;
      setPassword(pool, user, password, isPermanent ? undefined : room.clock.now());
      user.status = isPermanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
      return touched(user);
    }),
    AdminResetUserPassword: onUser(room, async (pool, user, input, request) => {
      const attribute = recoveryAttribute(pool, user);
      if (!attribute || attribute === 'admin_only') {
        throw invalidParameter(
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        throw notAuthorized('User password cannot be reset in the current state.');
      }
      await sendRecoveryCode(room, pool, user, attribute, adminCall(input, request));
      user.status = 'RESET_REQUIRED';
      return touched(user);
    }),
    AdminConfirmSignUp: onUser(room, async (pool, user, input, request) => {
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      }
      user.status = 'CONFIRMED';
      touched(user);
      await confirmed(room, pool, user, adminCall(input, request), 'PostConfirmation_ConfirmSignUp');
      return {};
    }),
    AdminEnableUser: onUser(room, (_, user) => {
      user.enabled = true;
      return touched(user);
    }),
    AdminDisableUser: onUser(room, (pool, user) => {
      user.enabled = false;
      signOut(pool, user);
      return touched(user);
    }),
    AdminUserGlobalSignOut: onUser(room, (pool, user) => {
      signOut(pool, user);
      return {};
    }),
    AdminUpdateUserAttributes: onUser(room, async (pool, user, input, request) => {
      await updateAttributes(room, pool, user, attributesOf(input), adminCall(input, request));
      return {};
    }),
    AdminDeleteUserAttributes: onUser(room, (_, user, input) => {
      const names = textsOf(input, 'UserAttributeNames');
      if (names.includes('sub')) throw invalidParameter('Cannot modify the non-mutable attribute sub');
      for (const name of names) delete user.attributes[name];
      return touched(user);
    }),
    AdminLinkProviderForUser: () => {
      throw new AwsError(
        'InvalidParameterException',
        'The local cloud serves no external identity providers.',
      );
    },
  };
}

/** Triggers of an administrator's call have no client. */
export const adminCall = (input: Properties, { traceId }: AwsRequest): Call => ({
  clientId: 'CLIENT_ID_NOT_APPLICABLE',
  traceId,
  metadata: mapOf(input, 'ClientMetadata'),
});
