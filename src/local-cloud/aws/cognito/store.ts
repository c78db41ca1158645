import type { Properties } from '../../contract.ts';
import { noSuchClient, noSuchGroup, noSuchPool } from './errors.ts';
import { textOf } from './input.ts';
import type { Client, Group, Pool, Room, Session, User } from './types.ts';

/** @throws AwsError ResourceNotFoundException */
export function poolAt({ pools }: Room, id: string): Pool {
  const pool = pools.get(id);
  if (!pool) throw noSuchPool(id);
  return pool;
}

/** The client of the request with its pool. @throws AwsError ResourceNotFoundException */
export function clientAt(room: Room, input: Properties): { pool: Pool; client: Client } {
  const id = textOf(input, 'ClientId');
  const client = room.clients.get(id);
  if (!client) throw noSuchClient(id);
  return { client, pool: poolAt(room, client.poolId) };
}

/** @throws AwsError ResourceNotFoundException */
export function groupAt({ groups }: Pool, name: string): Group {
  const group = groups.get(name);
  if (!group) throw noSuchGroup();
  return group;
}

/** The groups of a user, most important first: a lower precedence wins, none comes last. */
export function groupsOf({ groups }: Pool, user: User): Group[] {
  return user.groups
    .flatMap((name) => groups.get(name) ?? [])
    .sort(
      (a, b) =>
        (a.precedence ?? Number.POSITIVE_INFINITY) - (b.precedence ?? Number.POSITIVE_INFINITY) ||
        a.name.localeCompare(b.name),
    );
}

/** The token issuer of a pool. */
export const issuerOf = ({ id, region }: Pool): string => `https://${userPoolHost(region)}/${id}`;

/** The endpoint of user pools in a region. */
export const userPoolHost = (region: string): string =>
  `cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** Ends what users began: refresh and access tokens of the sessions count as revoked. */
export function revokeSessions({ sessions }: Room, fits: (of: Session) => boolean): void {
  for (const session of sessions.values()) if (fits(session)) session.revoked = true;
}
