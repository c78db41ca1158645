import { randomUUID } from 'node:crypto';
import { invalidParameter, usernameExists } from '../errors.ts';
import type { Pool, Room, User } from '../types.ts';
import { aliasOwner, comparable, findUser, isEmail, isPhoneNumber } from './find.ts';

/**
 * A new user under the name with which someone signs up. Where the pool's user names are addresses, the name given
 * becomes that attribute and the user name is the `sub` (developer guide, "Customizing sign-in attributes", 2026).
 * @throws AwsError InvalidParameterException, UsernameExistsException
 */
export function newUser(
  { clock }: Room,
  pool: Pool,
  name: string,
  given: Record<string, string>,
  status: User['status'],
): User {
  const sub = randomUUID();
  const { username, attributes } = namesOf(pool, name, given, sub);
  const now = clock.now();
  return {
    username,
    attributes: { sub, ...attributes },
    status,
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    groups: [],
    mfa: { enabled: [] },
    codes: {},
  };
}

function namesOf(pool: Pool, name: string, given: Record<string, string>, sub: string) {
  const kinds: string[] = pool.settings.UsernameAttributes ?? [];
  if (kinds.length === 0) {
    checkName(pool, name);
    return { username: name, attributes: given };
  }
  const kind = kinds.find((each) => (each === 'email' ? isEmail(name) : isPhoneNumber(name)));
  if (!kind) {
    const wanted = kinds.map((each) => (each === 'email' ? 'an email' : 'a phone number')).join(' or ');
    throw invalidParameter(`Username should be ${wanted}.`);
  }
  const value = kind === 'email' ? comparable(pool, name) : name;
  if (aliasOwner(pool, kind, value)) {
    const what = kind === 'email' ? 'email' : 'phone_number';
    throw usernameExists(`An account with the given ${what} already exists.`);
  }
  const other = kinds.find((each) => each !== kind && given[each] && aliasOwner(pool, each, given[each]));
  if (other) throw usernameExists(`An account with the given ${other} already exists.`);
  return { username: sub, attributes: { ...given, [kind]: given[kind] ?? value } };
}

function checkName(pool: Pool, name: string): void {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
  const aliases: string[] = pool.settings.AliasAttributes ?? [];
  if (aliases.includes('email') && isEmail(name)) {
    throw invalidParameter(
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
  }
  if (aliases.includes('phone_number') && isPhoneNumber(name)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
  if (findUser(pool, name)) throw usernameExists();
}
