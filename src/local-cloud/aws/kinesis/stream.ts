/** Streams and shards as the room holds them. Times are milliseconds since the epoch. */

/** Partition keys hash to 128-bit numbers (Kinesis Data Streams developer guide, "Partition key"). */
export const maxHashKey = 2n ** 128n - 1n;

export interface KinesisRecord {
  sequence: bigint;
  partitionKey: string;
  /** Base64. */
  data: string;
  arrivedAt: number;
}

export interface Shard {
  id: string;
  parentId?: string;
  adjacentParentId?: string;
  startHash: bigint;
  endHash: bigint;
  /** Sequence numbers of the shard begin after this one. */
  first: bigint;
  /** Number of the latest record, or `first`. */
  last: bigint;
  closedAt?: number;
  /** Oldest first, without gaps in their numbers. */
  records: KinesisRecord[];
}

export interface Stream {
  arn: string;
  name: string;
  account: string;
  region: string;
  createdAt: number;
  mode: 'PROVISIONED' | 'ON_DEMAND';
  retentionHours: number;
  maxRecordKiB: number;
  encryptionKey?: string;
  tags: Map<string, string>;
  /** All shards by id, closed ones included, in the order of their making. */
  shards: Map<string, Shard>;
  listeners: Set<() => void>;
  fromTemplate: boolean;
}

export const openShards = ({ shards }: Stream): Shard[] =>
  [...shards.values()].filter(({ closedAt }) => closedAt === undefined);

/** Adds an open shard; `from` are the shards that it takes over from. */
export function addShard(
  stream: Stream,
  { startHash, endHash }: Pick<Shard, 'startHash' | 'endHash'>,
  now: number,
  from: Shard[] = [],
): Shard {
  const index = stream.shards.size;
  const id = `shardId-${String(index).padStart(12, '0')}`;
  const first = firstSequence(now, index);
  const [parentId, adjacentParentId] = from.map((shard) => shard.id);
  const shard: Shard = {
    id,
    parentId,
    adjacentParentId,
    startHash,
    endHash,
    first,
    last: first,
    records: [],
  };
  stream.shards.set(id, shard);
  return shard;
}

/** 56 digits: time of the shard, its index, and room to count. A later shard has higher numbers. */
function firstSequence(now: number, index: number): bigint {
  return BigInt(`49${String(now).padStart(14, '0')}${String(index).padStart(12, '0')}${'0'.repeat(28)}`);
}

/** Cuts the hash keys into equal ranges, a shard each. */
export function addEqualShards(stream: Stream, count: number, now: number, parents: Shard[] = []): void {
  const width = (maxHashKey + 1n) / BigInt(count);
  for (let index = 0; index < count; index++) {
    const startHash = width * BigInt(index);
    const endHash = index === count - 1 ? maxHashKey : startHash + width - 1n;
    const covered = parents.filter((parent) => parent.startHash <= endHash && parent.endHash >= startHash);
    addShard(stream, { startHash, endHash }, now, covered.slice(0, 2));
  }
}

export function append(shard: Shard, record: Omit<KinesisRecord, 'sequence'>): KinesisRecord {
  shard.last += 1n;
  const added = { ...record, sequence: shard.last };
  shard.records.push(added);
  return added;
}

/** Drops records whose retention period is over. */
export function trim({ retentionHours }: Stream, { records }: Shard, now: number): void {
  const oldest = now - retentionHours * 3_600_000;
  if (records.length === 0 || records[0]!.arrivedAt >= oldest) return;
  const kept = records.findIndex(({ arrivedAt }) => arrivedAt >= oldest);
  records.splice(0, kept < 0 ? records.length : kept);
}

/** Records from a sequence number on. */
export function recordsFrom({ records }: Shard, sequence: bigint, max: number): KinesisRecord[] {
  const oldest = records[0]?.sequence;
  if (oldest === undefined) return [];
  const index = sequence <= oldest ? 0 : Number(sequence - oldest);
  return records.slice(index, index + max);
}

/** A closed shard gives up its place once all its records are too old. */
export const isGone = ({ retentionHours }: Stream, { closedAt }: Shard, now: number): boolean =>
  closedAt !== undefined && closedAt < now - retentionHours * 3_600_000;
