import type { Cloud } from '../../contract.ts';
import type { Kept } from '../../keep.ts';
import { openDynalite } from './engine/dynalite.ts';
import type { Engine } from './engine/engine.ts';
import { createLocks, type Locks } from './locks.ts';
import type { StreamLog } from './streams/log.ts';
import { keepStreams } from './streams/persist.ts';
import type { Expiry } from './tables/expiry.ts';
import { openStore, type Store } from './tables/store.ts';
import { createTokens, type Tokens } from './transactions/tokens.ts';
import type { Table } from './types.ts';

/** All that the room holds. */
export interface Database {
  cloud: Cloud;
  engine: Engine;
  /** An empty engine in memory in which transactions are rehearsed; opened by the first one. */
  rehearsal?: Promise<Engine>;
  /** On disk with `--persist`. */
  store?: Store;
  tables: Map<string, Table>;
  locks: Locks;
  /** Streams by ARN. */
  streams: Map<string, StreamLog>;
  /** The streams on disk, with `--persist`. */
  keptStreams: Kept;
  /** Items with an expiry, by table name and key. */
  expiry: Expiry;
  tokens: Tokens;
  /** Successful or tried writes per table name since the start: tells when counts are out of date. */
  writes: Map<string, number>;
  /** Tables that are being rebuilt; reads wait for the end. */
  busy: Map<string, Promise<unknown>>;
}

export async function openDatabase(cloud: Cloud): Promise<Database> {
  const store = cloud.dataDir === undefined ? undefined : await openStore(cloud.dataDir);
  try {
    return await openWith(cloud, store);
  } catch (error) {
    await store?.release();
    throw error;
  }
}

async function openWith(cloud: Cloud, store: Store | undefined): Promise<Database> {
  const tables = (await store?.load()) ?? [];
  const streams = new Map<string, StreamLog>();
  const keptStreams = keepStreams(cloud, streams);
  await keptStreams.load();
  return {
    cloud,
    engine: await openDynalite(store?.items),
    store,
    tables: new Map(tables.map((table) => [table.name, table])),
    locks: createLocks(),
    streams,
    keptStreams,
    expiry: new Map(),
    tokens: createTokens(),
    writes: new Map(),
    busy: new Map(),
  };
}

/** Forgets all tables and items, on disk too. Streams keep their ARNs, so that readers stay at their place. */
export async function emptyDatabase(database: Database): Promise<void> {
  await closeEngines(database);
  await database.store?.clear();
  database.engine = await openDynalite(database.store?.items);
  database.rehearsal = undefined;
  database.tables.clear();
  database.expiry.clear();
  database.tokens = createTokens();
  database.writes.clear();
  for (const log of database.streams.values()) log.records = [];
  database.keptStreams.changed();
}

export async function closeDatabase(database: Database): Promise<void> {
  await closeEngines(database);
  await database.keptStreams.close();
  await database.store?.release();
}

async function closeEngines({ engine, rehearsal }: Database): Promise<void> {
  await engine.close();
  await (await rehearsal)?.close();
}

export async function saveTables({ store, tables }: Database): Promise<void> {
  await store?.save(tables.values());
}

/** A line that the start prints and the console shows. */
export function notice(database: Database, text: string): void {
  database.cloud.trace({ traceId: '', kind: 'notice', source: 'dynamodb', text });
}
