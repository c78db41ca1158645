import type { Properties } from '../../../contract.ts';
import type { Pool, Room } from '../types.ts';
import { newUser } from '../users/create.ts';
import { aliasOwner, findUser } from '../users/find.ts';
import { checkPassword, setPassword } from '../users/password.ts';
import { checkAttributes } from '../users/schema.ts';

/**
 * Makes the users of `dev/config.ts` (`users: [{ email, password, groups, attributes, username, pool }]`) where they are
 * not there yet: confirmed, with a verified address. `pool` is the id or the name of a pool, or part of its name; without it
 * the user is made in every pool of the templates. What does not fit is named in a notice and left out.
 */
export function seedUsers(room: Room): void {
  const { users } = room.cloud.config;
  if (users === undefined) return;
  if (!Array.isArray(users)) notice(room, 'users has to be a list of { email, password, ... }.');
  for (const given of Array.isArray(users) ? (users as unknown[]) : []) {
    const entry = (typeof given === 'object' && given !== null ? given : {}) as Properties;
    const name = String(entry.username ?? entry.email ?? '');
    const pools = [...room.pools.values()].filter((pool) => pool.fromTemplate && isMeant(pool, entry.pool));
    if (name === '' || typeof entry.password !== 'string') {
      notice(room, 'each of users needs an email (or a username) and a password.');
    } else if (pools.length === 0) {
      notice(room, `no user pool is called ${entry.pool}: ${name} was not made.`);
    }
    for (const pool of pools) seedUser(room, pool, name, entry);
  }
}

const isMeant = ({ id, name }: Pool, wanted: unknown) =>
  wanted === undefined || wanted === id || name.includes(String(wanted));

function seedUser(room: Room, pool: Pool, name: string, entry: Properties): void {
  const { email, password, groups = [], attributes = {} } = entry;
  if (typeof password !== 'string' || name === '') return;
  const isThere = findUser(pool, name) ?? (email && aliasOwner(pool, 'email', String(email)));
  if (isThere) return;
  try {
    const texts = Object.fromEntries(
      Object.entries({ ...(email ? { email } : {}), ...attributes }).map(([key, value]) => [
        key,
        String(value),
      ]),
    );
    checkAttributes(pool, texts);
    checkPassword(pool, password);
    // A pool with addresses as aliases takes no address for a user name.
    const isAlias = pool.settings.AliasAttributes?.includes('email') && name === email;
    const user = newUser(room, pool, isAlias ? String(email).split('@')[0]! : name, texts, 'CONFIRMED');
    for (const attribute of ['email', 'phone_number']) {
      if (user.attributes[attribute]) user.attributes[`${attribute}_verified`] ??= 'true';
    }
    setPassword(pool, user, password);
    user.groups = (Array.isArray(groups) ? groups.map(String) : []).filter((group) => {
      if (!pool.groups.has(group)) notice(room, `the pool ${pool.name} has no group ${group} for ${name}.`);
      return pool.groups.has(group);
    });
    pool.users.set(user.username, user);
  } catch (error) {
    notice(room, `${name} was not made in the pool ${pool.name}: ${(error as Error).message}`);
  }
}

const notice = ({ cloud }: Room, text: string) =>
  cloud.trace({ traceId: '', kind: 'notice', source: 'cognito', text: `dev/config.ts: ${text}` });
