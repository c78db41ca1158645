import { seconds } from '../input.ts';
import type { Client, User } from '../types.ts';
import { isReadable } from './schema.ts';

export interface NameValue {
  Name: string;
  Value: string;
}

/** Attributes as the API lists them, `sub` first; only those that the client may read, where one asks. */
export function attributeList({ attributes }: User, client?: Client): NameValue[] {
  const { sub = '', ...rest } = attributes;
  return Object.entries({ sub, ...rest })
    .filter(([name]) => !client || isReadable(client, name))
    .map(([Name, Value]) => ({ Name, Value }));
}

/** `UserType` of lists and of AdminCreateUser. */
export const describeUser = (user: User) => ({
  Username: user.username,
  Attributes: attributeList(user),
  UserCreateDate: seconds(user.createdAt),
  UserLastModifiedDate: seconds(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** The factors of a user, as GetUser and AdminGetUser name them. */
export const describeMfa = ({ mfa }: User) =>
  mfa.enabled.length === 0 ? {} : { UserMFASettingList: mfa.enabled, PreferredMfaSetting: mfa.preferred };
