import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { StreamSource } from '../../contract.ts';
import { type Bell, createBell } from './bell.ts';
import { passes } from './filter.ts';
import { startLane } from './lane.ts';
import type { Mapping, SourceRecord } from './mapping.ts';
import { type Progress, shardEnd } from './positions.ts';
import { type BatchParts, settleBatch } from './stream-batch.ts';
import { type StreamRecord, toStreamRecord } from './stream-record.ts';

/** Sources that lost a call back are asked anyway, once in this many milliseconds. */
export const pollMs = 1000;

export interface StreamParts {
  source: StreamSource;
  mapping(): Mapping;
  roleArn(): string;
  /** Whether the mapping read of the stream before. */
  hasBegun: boolean;
  /** Position to go on from. */
  position(shard: string): string | undefined;
  /** Keeps the progress of a shard. */
  track(shard: string): Progress;
  /** The parts of batches of one shard. */
  batches(shard: string): Omit<BatchParts, 'mapping' | 'signal'>;
  /** Ends the mapping: a source or the room failed in a way that no retry mends. */
  onError(error: Error): void;
  signal: AbortSignal;
}

/**
 * Reads a shard from a position on, and brings its records to the function. Resolves when the shard is closed and its last
 * record handled, or when the signal aborts.
 */
export async function readShard(parts: StreamParts, shard: string, start: string, bell: Bell): Promise<void> {
  const { source, mapping, signal, onError } = parts;
  const batchParts: BatchParts = { ...parts.batches(shard), mapping, signal };
  const progress = parts.track(shard);
  const end = new AbortController();
  const working = AbortSignal.any([signal, end.signal]);
  // Each lane listens for the end, and there may be ten.
  setMaxListeners(0, working);
  const handled = createBell(working);
  const settle = async (batch: StreamRecord[]) => {
    await settleBatch(batchParts, batch);
    if (signal.aborted) return;
    progress.settled(batch);
    handled.ring();
  };
  const lanes = Array.from({ length: mapping().parallelizationFactor }, () =>
    startLane(mapping, settle, onError, working),
  );
  let position = start;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const { rings } = bell;
    const { sourceArn, batchSize } = mapping();
    const { records, next, isEnd } = await source.read(sourceArn, shard, position, batchSize);
    position = next;
    const own = wanted(parts, records);
    // Noted without records too: a mapping that begins at the latest record goes on from there.
    if (records.length > 0 || isFirst) progress.read(own, next);
    for (const [index, some] of byLane(own, lanes.length)) lanes[index]!.push(some);
    await Promise.all(lanes.map((lane) => lane.room()));
    if (isEnd) break;
    if (records.length === 0) await bell.wait(pollMs, rings);
  }
  while (!signal.aborted && !progress.isSettled()) await handled.wait();
  if (!signal.aborted) progress.read([], shardEnd);
  end.abort();
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
