import { randomBytes } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import { challengeValidity } from '../tokens/validity.ts';
import type { Challenge, Client, Pool, Room } from '../types.ts';

export interface NewChallenge {
  name: string;
  pool: Pool;
  client: Client;
  username: string;
  data?: Record<string, string>;
}

/** Keeps a step of a sign-in until its answer comes; gives the session string under which it does. */
export function openChallenge(room: Room, { name, pool, client, username, data = {} }: NewChallenge): string {
  const now = room.clock.now();
  for (const [session, { expiresAt }] of room.challenges) {
    // Expired ones stay for a while, so that a late answer learns that it is late.
    if (expiresAt + 3_600_000 < now) room.challenges.delete(session);
  }
  const session = randomBytes(384).toString('base64url');
  room.challenges.set(session, {
    name,
    poolId: pool.id,
    clientId: client.id,
    username,
    expiresAt: now + challengeValidity(client),
    used: false,
    data,
  });
  return session;
}

/**
 * The step that waits under a session string.
 * @throws AwsError NotAuthorizedException when there is none, or it is over
 */
export function challengeAt(
  room: Room,
  session: string,
  client: Client | undefined,
  ...names: string[]
): Challenge {
  const known = room.challenges.get(session);
  if (!known || (client && known.clientId !== client.id) || !names.includes(known.name)) {
    throw notAuthorized('Invalid session for the user.');
  }
  if (known.used) throw notAuthorized('Invalid session for the user, session can only be used once.');
  if (known.expiresAt <= room.clock.now()) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return known;
}
