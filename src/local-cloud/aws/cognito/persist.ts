import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type StoredKeys, signingKeySet } from './tokens/keys.ts';
import type { Client, Group, Pool, RefreshToken, ResourceServer, Room, Session, User } from './types.ts';

/** What `--persist` keeps: pools with their keys, users and sessions, in one JSON document that only its owner reads. */
export interface Store {
  load(room: Room): Promise<void>;
  /** Writes soon; calls in between are one write. */
  save(room: Room): void;
  clear(): Promise<void>;
  /** Resolves when all is on disk; nothing is written from then on. */
  close(): Promise<void>;
}

type StoredPool = Omit<Pool, 'users' | 'groups' | 'resourceServers' | 'keys'> & {
  users: User[];
  groups: Group[];
  resourceServers: ResourceServer[];
  keys?: StoredKeys;
};

interface Document {
  pools: StoredPool[];
  clients: Client[];
  sessions: Session[];
  refreshTokens: [string, RefreshToken][];
}

/** Without a folder nothing is kept. */
export function openStore(dataDir: string | undefined): Store {
  if (dataDir === undefined) {
    return { load: async () => {}, save: () => {}, clear: async () => {}, close: async () => {} };
  }
  const folder = join(dataDir, 'cognito');
  const file = join(folder, 'pools.json');
  let writing = Promise.resolve();
  let isQueued = false;
  let isClosed = false;
  const write = async (room: Room) => {
    isQueued = false;
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(documentOf(room)), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  return {
    load: async (room) => restore(room, await read(file)),
    save: (room) => {
      if (isQueued || isClosed) return;
      isQueued = true;
      writing = writing.then(() => write(room)).catch((error) => report(room, file, error));
    },
    clear: async () => {
      await writing;
      await rm(file, { force: true });
    },
    close: async () => {
      isClosed = true;
      await writing;
    },
  };
}

function documentOf({ pools, clients, sessions, refreshTokens }: Room): Document {
  return {
    pools: [...pools.values()].map(({ users, groups, resourceServers, keys, ...pool }) => ({
      ...pool,
      users: [...users.values()],
      groups: [...groups.values()],
      resourceServers: [...resourceServers.values()],
      keys: keys.stored(),
    })),
    clients: [...clients.values()],
    sessions: [...sessions.values()],
    refreshTokens: [...refreshTokens],
  };
}

function restore(room: Room, { pools, clients, sessions, refreshTokens }: Document): void {
  for (const { users, groups, resourceServers, keys, ...pool } of pools) {
    room.pools.set(pool.id, {
      ...pool,
      users: new Map(users.map((user) => [user.username, user])),
      groups: new Map(groups.map((group) => [group.name, group])),
      resourceServers: new Map(resourceServers.map((server) => [server.identifier, server])),
      keys: signingKeySet(keys),
    });
  }
  for (const client of clients) room.clients.set(client.id, client);
  for (const session of sessions) room.sessions.set(session.id, session);
  for (const [token, known] of refreshTokens) room.refreshTokens.set(token, known);
}

async function read(file: string): Promise<Document> {
  const empty: Document = { pools: [], clients: [], sessions: [], refreshTokens: [] };
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    return { ...empty, ...(JSON.parse(text) as Partial<Document>) };
  } catch {
    throw new Error(`${file} is not JSON: mend or delete it; it holds the users of the local user pools.`);
  }
}

const report = ({ cloud }: Room, file: string, error: Error) =>
  cloud.trace({
    traceId: '',
    kind: 'notice',
    source: 'cognito',
    text: `Users are not kept: ${file} cannot be written (${error.message}).`,
  });
