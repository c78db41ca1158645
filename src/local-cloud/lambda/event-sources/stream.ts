import { createHash } from 'node:crypto';
import type { StreamSource } from '../../contract.ts';
import { pause } from './batch.ts';
import { passes } from './filter.ts';
import { startLane } from './lane.ts';
import type { Mapping, SourceRecord } from './mapping.ts';
import { type BatchParts, settleBatch } from './stream-batch.ts';
import { type StreamRecord, toStreamRecord } from './stream-record.ts';

/** Sources that lost a call back are asked anyway, once in this many milliseconds. */
const pollMs = 1000;

export interface StreamParts {
  source: StreamSource;
  mapping(): Mapping;
  roleArn(): string;
  /** The parts of batches of one shard. */
  batches(shard: string): Omit<BatchParts, 'mapping' | 'signal'>;
  signal: AbortSignal;
}

/** Reads all shards of a stream until the signal aborts; shards that appear later are read from their beginning. */
export async function pollStream(parts: StreamParts): Promise<void> {
  const { source, mapping, signal } = parts;
  const wakes = new Set<() => void>();
  const unsubscribe = source.subscribe(mapping().sourceArn, () => {
    for (const wake of wakes) wake();
  });
  signal.addEventListener('abort', unsubscribe, { once: true });
  const known = new Set<string>();
  for (let first = true; !signal.aborted; first = false) {
    for (const shard of await source.shards(mapping().sourceArn)) {
      if (known.has(shard)) continue;
      known.add(shard);
      void readShard(parts, shard, first ? mapping().startingPosition : 'TRIM_HORIZON', wakes);
    }
    await woken(wakes, signal);
  }
}

async function readShard(
  parts: StreamParts,
  shard: string,
  start: string,
  wakes: Set<() => void>,
): Promise<void> {
  const { source, mapping, signal } = parts;
  const batchParts: BatchParts = { ...parts.batches(shard), mapping, signal };
  const lanes = Array.from({ length: mapping().parallelizationFactor }, () =>
    startLane(mapping, (batch) => settleBatch(batchParts, batch), signal),
  );
  let position = start;
  while (!signal.aborted) {
    const { sourceArn, batchSize } = mapping();
    const wake = woken(wakes, signal);
    const { records, next } = await source.read(sourceArn, shard, position, batchSize);
    position = next;
    for (const [index, lane] of lanes.entries()) {
      const own = wanted(parts, records).filter(
        ({ key }) => lanes.length === 1 || laneOf(key, lanes.length) === index,
      );
      if (own.length > 0) lane.push(own);
    }
    await Promise.all(lanes.map((lane) => lane.room()));
    if (records.length === 0) await wake;
  }
}

function wanted({ mapping, roleArn }: StreamParts, records: SourceRecord[]): StreamRecord[] {
  const { startingTimestamp = 0 } = mapping();
  return records
    .map((record) => toStreamRecord(mapping(), record, roleArn()))
    .filter(({ record, at }) => at >= startingTimestamp && passes(mapping(), record));
}

function laneOf(key: string, lanes: number): number {
  return createHash('md5').update(key).digest().readUInt32BE(0) % lanes;
}

/** Resolves at the source's next call back, or after the polling interval. */
function woken(wakes: Set<() => void>, signal: AbortSignal): Promise<void> {
  let wake = () => {};
  const called = new Promise<void>((resolve) => {
    wake = resolve;
  });
  wakes.add(wake);
  return Promise.race([called, pause(pollMs, signal)]).finally(() => wakes.delete(wake));
}
