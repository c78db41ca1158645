import type { Properties } from '../../../contract.ts';
import { invalidParameter } from '../errors.ts';
import { optionalText, pageOf, textsOf } from '../input.ts';
import type { Pool, User } from '../types.ts';
import { describeUser } from './describe.ts';

/** Attributes that a filter can name (API reference, ListUsers, 2026). */
const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

/** ListUsers: newest last, filtered, in pages of at most 60. */
export function listUsers(pool: Pool, input: Properties) {
  const fits = filterOf(optionalText(input, 'Filter') ?? '');
  const wanted = textsOf(input, 'AttributesToGet');
  const { items, next } = pageOf([...pool.users.values()].filter(fits), input, 'Limit', 'PaginationToken');
  return {
    Users: items.map((user) => {
      const { Attributes, ...rest } = describeUser(user);
      return {
        ...rest,
        Attributes: wanted.length > 0 ? Attributes.filter(({ Name }) => wanted.includes(Name)) : Attributes,
      };
    }),
    PaginationToken: next,
  };
}

/** `name = "value"`, or `^=` for what it begins with; quotes in the value are escaped by a backslash. */
function filterOf(text: string): (user: User) => boolean {
  if (text.trim() === '') return () => true;
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(text);
  if (!match) throw invalidParameter('Error while parsing filter.');
  const [, name = '', operator, quoted = ''] = match;
  if (!searchable.includes(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const value = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const own = fieldOf(user, name);
    if (own === undefined) return false;
    return operator === '=' ? own === value : own.startsWith(value);
  };
}

function fieldOf(user: User, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[name];
  }
}
