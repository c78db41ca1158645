import { AwsError } from '../../../aws-error.ts';
import type { Operation } from '../../protocol/json.ts';
import { onPool } from '../access.ts';
import { aliasExists, noSuchUser } from '../errors.ts';
import { attributesOf, mapOf, optionalText, textOf, textsOf } from '../input.ts';
import { type Call, runTrigger } from '../triggers.ts';
import type { Pool, Room, User } from '../types.ts';
import { newUser } from './create.ts';
import { deliver } from './deliver.ts';
import { describeUser } from './describe.ts';
import { aliasOwner, findUser, signInAttributes } from './find.ts';
import { checkPassword, generatePassword, setPassword } from './password.ts';
import { checkAttributes, checkRequired } from './schema.ts';

/** AdminCreateUser: a user with a temporary password, told by a message unless that is suppressed. */
export const inviteOperation = (room: Room): Operation =>
  onPool(room, async (pool, input, request) => {
    const username = textOf(input, 'Username');
    const metadata = mapOf(input, 'ClientMetadata');
    const call: Call = { clientId: 'CLIENT_ID_NOT_APPLICABLE', traceId: request.traceId, metadata };
    const password = optionalText(input, 'TemporaryPassword') ?? generatePassword(pool);
    checkPassword(pool, password);
    const user =
      input.MessageAction === 'RESEND'
        ? invited(pool, username)
        : await createUser(room, pool, username, {
            attributes: attributesOf(input),
            validationData: attributesOf(input, 'ValidationData'),
            forceAlias: input.ForceAliasCreation === true,
            call,
          });
    setPassword(pool, user, password, room.clock.now());
    pool.users.set(user.username, user);
    const attribute = mediumOf(user, textsOf(input, 'DesiredDeliveryMediums'));
    if (input.MessageAction !== 'SUPPRESS' && attribute) {
      await deliver(room, pool, user, { occasion: 'AdminCreateUser', attribute, code: password }, call);
    }
    return { User: describeUser(user) };
  });

interface Creation {
  attributes: Record<string, string>;
  validationData: Record<string, string>;
  forceAlias: boolean;
  call: Call;
}

async function createUser(
  room: Room,
  pool: Pool,
  username: string,
  { attributes, validationData, forceAlias, call }: Creation,
): Promise<User> {
  checkAttributes(pool, attributes);
  const user = newUser(room, pool, username, attributes, 'FORCE_CHANGE_PASSWORD');
  checkRequired(pool, user.attributes);
  for (const attribute of signInAttributes(pool)) {
    const value = user.attributes[attribute];
    if (!value || user.attributes[`${attribute}_verified`] !== 'true') continue;
    const owner = aliasOwner(pool, attribute, value);
    if (owner && !forceAlias) throw aliasExists(attribute);
    if (owner) owner.attributes[`${attribute}_verified`] = 'false';
  }
  await runTrigger(room, pool, call, {
    name: 'PreSignUp',
    source: 'PreSignUp_AdminCreateUser',
    user,
    request: { validationData },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  return user;
}

function invited(pool: Pool, username: string): User {
  const user = findUser(pool, username);
  if (!user) throw noSuchUser();
  if (user.status === 'FORCE_CHANGE_PASSWORD') return user;
  throw new AwsError(
    'UnsupportedUserStateException',
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  );
}

/** Where the invitation goes; a user without a phone number is written to. */
function mediumOf({ attributes }: User, wanted: string[]): string | undefined {
  const names = [
    ...wanted.map((medium) => (medium === 'EMAIL' ? 'email' : 'phone_number')),
    'phone_number',
    'email',
  ];
  return names.find((name) => attributes[name]);
}
