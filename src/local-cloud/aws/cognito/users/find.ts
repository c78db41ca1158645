import type { Pool, User } from '../types.ts';

/** The form in which names are compared: as they are, or in lower case where the pool ignores case. */
export const comparable = ({ settings }: Pool, name: string): string =>
  settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;

/** Attributes that sign in besides the user name: those of the pool's user names and its aliases. */
export const signInAttributes = ({ settings }: Pool): string[] => [
  ...(settings.UsernameAttributes ?? []),
  ...(settings.AliasAttributes ?? []),
];

/** The user of a user name, a `sub` or an alias; an alias counts once it is verified. */
export function findUser(pool: Pool, name: string): User | undefined {
  const exact = pool.users.get(name);
  if (exact) return exact;
  const wanted = comparable(pool, name);
  for (const user of pool.users.values()) {
    if (comparable(pool, user.username) === wanted || user.attributes.sub === name) return user;
  }
  return signInAttributes(pool)
    .map((attribute) => aliasOwner(pool, attribute, name))
    .find((user) => user !== undefined);
}

/** The user who signs in by this value of an attribute. */
export function aliasOwner(pool: Pool, attribute: string, value: string): User | undefined {
  const wanted = comparable(pool, value);
  for (const user of pool.users.values()) {
    const own = user.attributes[attribute];
    if (own !== undefined && comparable(pool, own) === wanted && isAlias(pool, user, attribute)) return user;
  }
  return undefined;
}

function isAlias({ settings }: Pool, { attributes }: User, attribute: string): boolean {
  if (settings.UsernameAttributes?.includes(attribute)) return true;
  return attribute === 'preferred_username' || attributes[`${attribute}_verified`] === 'true';
}

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text);

/** E.164: a plus sign and up to 15 digits. */
export const isPhoneNumber = (text: string): boolean => /^\+\d{7,15}$/.test(text);
