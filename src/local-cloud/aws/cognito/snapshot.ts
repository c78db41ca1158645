import type { Pool, Room } from './types.ts';

const shownUsers = 50;

/** The panels of the console page: pools with users, groups and clients, and the latest messages with their codes. */
export function snapshotOf(room: Room): Record<string, unknown> {
  return {
    userPools: [...room.pools.values()].map((pool) => panelOf(room, pool)),
    mail: [...room.outbox].reverse(),
  };
}

function panelOf({ clients, domains, cloud }: Room, pool: Pool) {
  const domain = domains.find(({ poolId }) => poolId === pool.id);
  return {
    id: pool.id,
    name: pool.name,
    login: domain && (cloud.localUrl(domain.key) ?? `https://${domain.host}`),
    clients: [...clients.values()]
      .filter(({ poolId }) => poolId === pool.id)
      .map(({ id, name }) => ({ id, name })),
    groups: [...pool.groups.keys()],
    count: pool.users.size,
    users: [...pool.users.values()]
      .slice(0, shownUsers)
      .map(({ username, attributes, status, enabled, groups, codes }) => ({
        username,
        email: attributes.email,
        status,
        enabled,
        groups,
        codes: Object.fromEntries(Object.entries(codes).map(([purpose, known]) => [purpose, known?.code])),
      })),
  };
}
