import { createHash } from 'node:crypto';
import type { StreamSource } from '../../contract.ts';
import { type Bell, createBell } from './bell.ts';
import { passes } from './filter.ts';
import { startLane } from './lane.ts';
import type { Mapping, SourceRecord } from './mapping.ts';
import type { Progress } from './positions.ts';
import { type BatchParts, settleBatch } from './stream-batch.ts';
import { type StreamRecord, toStreamRecord } from './stream-record.ts';

/** Sources that lost a call back are asked anyway, once in this many milliseconds. */
const pollMs = 1000;

export interface StreamParts {
  source: StreamSource;
  mapping(): Mapping;
  roleArn(): string;
  /** Position of an earlier run to go on from. */
  position(shard: string): string | undefined;
  /** Keeps the progress of a shard. */
  track(shard: string): Progress;
  /** The parts of batches of one shard. */
  batches(shard: string): Omit<BatchParts, 'mapping' | 'signal'>;
  /** Ends the mapping: a source or the room failed in a way that no retry mends. */
  onError(error: Error): void;
  signal: AbortSignal;
}

/** Reads all shards of a stream until the signal aborts; shards that appear later are read from their beginning. */
export async function pollStream(parts: StreamParts): Promise<void> {
  const { source, mapping, signal } = parts;
  const bell = createBell(signal);
  const unsubscribe = source.subscribe(mapping().sourceArn, bell.ring);
  signal.addEventListener('abort', unsubscribe, { once: true });
  const known = new Set<string>();
  for (let first = true; !signal.aborted; first = false) {
    const { rings } = bell;
    for (const shard of await source.shards(mapping().sourceArn)) {
      if (known.has(shard)) continue;
      known.add(shard);
      const start = first ? mapping().startingPosition : 'TRIM_HORIZON';
      readShard(parts, shard, parts.position(shard) ?? start, bell).catch(parts.onError);
    }
    await bell.wait(pollMs, rings);
  }
}

async function readShard(parts: StreamParts, shard: string, start: string, bell: Bell): Promise<void> {
  const { source, mapping, signal, onError } = parts;
  const batchParts: BatchParts = { ...parts.batches(shard), mapping, signal };
  const progress = parts.track(shard);
  const settle = async (batch: StreamRecord[]) => {
    await settleBatch(batchParts, batch);
    if (!signal.aborted) progress.settled(batch);
  };
  const lanes = Array.from({ length: mapping().parallelizationFactor }, () =>
    startLane(mapping, settle, onError, signal),
  );
  let position = start;
  while (!signal.aborted) {
    const { rings } = bell;
    const { sourceArn, batchSize } = mapping();
    const { records, next } = await source.read(sourceArn, shard, position, batchSize);
    position = next;
    const own = wanted(parts, records);
    if (records.length > 0) progress.read(own, next);
    for (const [index, some] of byLane(own, lanes.length)) lanes[index]!.push(some);
    await Promise.all(lanes.map((lane) => lane.room()));
    if (records.length === 0) await bell.wait(pollMs, rings);
  }
}

function wanted({ mapping, roleArn }: StreamParts, records: SourceRecord[]): StreamRecord[] {
  const { startingTimestamp = 0 } = mapping();
  return records
    .map((record) => toStreamRecord(mapping(), record, roleArn()))
    .filter(({ record, at }) => at >= startingTimestamp && passes(mapping(), record));
}

/** Records of one partition key always share a lane. */
function byLane(records: StreamRecord[], lanes: number): Map<number, StreamRecord[]> {
  const groups = new Map<number, StreamRecord[]>();
  for (const record of records) {
    const lane = lanes === 1 ? 0 : createHash('md5').update(record.key).digest().readUInt32BE(0) % lanes;
    groups.set(lane, [...(groups.get(lane) ?? []), record]);
  }
  return groups;
}
