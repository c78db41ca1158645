import { randomUUID } from 'node:crypto';
import { groupsOf, issuerOf } from '../store.ts';
import type { Client, Pool, Session, User } from '../types.ts';
import { isReadable } from '../users/schema.ts';
import type { Claims } from './jwt.ts';
import { validity } from './validity.ts';

export interface TokenInput {
  pool: Pool;
  client: Client;
  user: User;
  session: Session;
  /** Milliseconds since the epoch. */
  now: number;
  /** The same in both tokens of one answer. */
  eventId: string;
}

/** The scope of tokens that the API gives. */
export const adminScope = 'aws.cognito.signin.user.admin';

const second = (ms: number) => Math.floor(ms / 1000);

/** What both tokens hold (developer guide, "Understanding user pool JSON web tokens", 2026). */
function common({ pool, client, user, session, now, eventId }: TokenInput): Claims {
  const groups = groupsOf(pool, user).map(({ name }) => name);
  return {
    sub: user.attributes.sub,
    ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
    iss: issuerOf(pool),
    ...(client.settings.EnableTokenRevocation === false ? {} : { origin_jti: session.id }),
    event_id: eventId,
    auth_time: second(session.authenticatedAt),
    iat: second(now),
    jti: randomUUID(),
  };
}

export function accessClaims(input: TokenInput): Claims {
  const { client, user, session, now } = input;
  return {
    ...common(input),
    ...(session.hosted ? { version: 2 } : {}),
    client_id: client.id,
    token_use: 'access',
    scope: session.scopes.join(' '),
    exp: second(now + validity(client, 'AccessToken')),
    username: user.username,
  };
}

export function idClaims(input: TokenInput): Claims {
  const { pool, client, user, session, now } = input;
  const groups = groupsOf(pool, user);
  const roles = groups.flatMap(({ roleArn }) => roleArn ?? []);
  return {
    ...common(input),
    ...userClaims(client, user, session.hosted ? session.scopes : undefined),
    'cognito:username': user.username,
    ...(roles.length > 0 ? { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] } : {}),
    ...(session.nonce === undefined ? {} : { nonce: session.nonce }),
    aud: client.id,
    token_use: 'id',
    exp: second(now + validity(client, 'IdToken')),
  };
}

/**
 * Attributes as claims: all that the client may read, or those of the scopes where any of `profile`, `email` and `phone`
 * stands beside `openid` (developer guide, "Scopes, M2M, and resource servers", 2026).
 */
export function userClaims(client: Client, { attributes }: User, scopes?: readonly string[]): Claims {
  const narrowed =
    scopes && !scopes.includes('profile') && scopes.some((scope) => scope in attributesOfScope);
  const allowed = narrowed ? scopes.flatMap((scope) => attributesOfScope[scope] ?? []) : undefined;
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => isReadable(client, name) && (!allowed || name === 'sub' || allowed.includes(name)))
      .map(([name, value]) => [name, claim(name, value)]),
  );
}

const attributesOfScope: Record<string, string[]> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

function claim(name: string, value: string): unknown {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true';
  if (name === 'address') return { formatted: value };
  return name === 'updated_at' && /^\d+$/.test(value) ? Number(value) : value;
}

/** An access token that stands for a client alone, for the client credentials grant. */
export const machineClaims = (
  pool: Pool,
  client: Client,
  scopes: readonly string[],
  now: number,
): Claims => ({
  sub: client.id,
  token_use: 'access',
  scope: scopes.join(' '),
  auth_time: second(now),
  iss: issuerOf(pool),
  exp: second(now + validity(client, 'AccessToken')),
  iat: second(now),
  version: 2,
  jti: randomUUID(),
  client_id: client.id,
});
