import type { AwsRequest, Properties } from '../../../contract.ts';
import type { Operation, Operations } from '../../protocol/json.ts';
import { aliasExists, invalidParameter, wrongPassword } from '../errors.ts';
import { attributesOf, mapOf, optionalText, textOf, textsOf } from '../input.ts';
import { revokeSessions } from '../store.ts';
import { type Bearer, ownerOf } from '../tokens/issue.ts';
import type { Call } from '../triggers.ts';
import type { Room } from '../types.ts';
import { issueCode, takeCode } from './codes.ts';
import { deliver } from './deliver.ts';
import { attributeList, describeMfa } from './describe.ts';
import { aliasOwner, signInAttributes } from './find.ts';
import { checkPassword, hasPassword, setPassword } from './password.ts';
import { requiredAttributes } from './schema.ts';
import { updateAttributes } from './update.ts';

/** What a user does to the own account with an access token that has the scope for it. */
export function selfOperations(room: Room): Operations {
  const withToken =
    (work: (bearer: Bearer, input: Properties, call: Call) => unknown): Operation =>
    async (input: Properties, request: AwsRequest) => {
      const bearer = await ownerOf(room, textOf(input, 'AccessToken'));
      const metadata = mapOf(input, 'ClientMetadata');
      return work(bearer, input, { clientId: bearer.client.id, traceId: request.traceId, metadata });
    };
  return {
    GetUser: withToken(({ user, client }) => ({
      Username: user.username,
      UserAttributes: attributeList(user, client),
      ...describeMfa(user),
    })),
    UpdateUserAttributes: withToken(async ({ pool, user, client }, input, call) => ({
      CodeDeliveryDetailsList: await updateAttributes(room, pool, user, attributesOf(input), call, client),
    })),
    DeleteUserAttributes: withToken(({ pool, user }, input) => {
      const names = textsOf(input, 'UserAttributeNames');
      const required = names.find((name) => requiredAttributes(pool).includes(name) || name === 'sub');
      if (required) throw invalidParameter(`Cannot delete the required attribute ${required}.`);
      for (const name of names) delete user.attributes[name];
      return {};
    }),
    GetUserAttributeVerificationCode: withToken(async ({ pool, user }, input, call) => {
      const attribute = textOf(input, 'AttributeName');
      if (!user.attributes[attribute] || !/^(email|phone_number)$/.test(attribute)) {
        throw invalidParameter(`Attribute ${attribute} cannot be verified.`);
      }
      const code = issueCode(room, user, `attribute:${attribute}`);
      const delivery = { occasion: 'VerifyUserAttribute', attribute, code } as const;
      return { CodeDeliveryDetails: await deliver(room, pool, user, delivery, call) };
    }),
    VerifyUserAttribute: withToken(({ pool, user }, input) => {
      const attribute = textOf(input, 'AttributeName');
      const value = user.codes[`attribute:${attribute}`]?.value ?? user.attributes[attribute] ?? '';
      const owner = signInAttributes(pool).includes(attribute) && aliasOwner(pool, attribute, value);
      if (owner && owner !== user) throw aliasExists(attribute);
      takeCode(room, user, `attribute:${attribute}`, textOf(input, 'Code'));
      user.attributes[attribute] = value;
      user.attributes[`${attribute}_verified`] = 'true';
      user.modifiedAt = room.clock.now();
      return {};
    }),
    ChangePassword: withToken(({ pool, user }, input) => {
      const former = optionalText(input, 'PreviousPassword');
      const password = textOf(input, 'ProposedPassword');
      if (user.password && !(former && hasPassword(pool, user, former))) throw wrongPassword();
      checkPassword(pool, password);
      setPassword(pool, user, password);
      user.modifiedAt = room.clock.now();
      return {};
    }),
    GlobalSignOut: withToken(({ pool, user }) => {
      revokeSessions(room, ({ poolId, username }) => poolId === pool.id && username === user.username);
      return {};
    }),
    DeleteUser: withToken(({ pool, user }) => {
      revokeSessions(room, ({ poolId, username }) => poolId === pool.id && username === user.username);
      pool.users.delete(user.username);
      return {};
    }),
  };
}
