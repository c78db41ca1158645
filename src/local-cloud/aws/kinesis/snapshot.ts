import type { Room } from './store.ts';
import { type KinesisRecord, openShards, type Stream, trim } from './stream.ts';

const shownRecords = 10;

/** The panel of the console page: streams, their shards with positions, and the latest records. */
export function snapshotOf({ streams, clock }: Room): unknown[] {
  return [...streams.values()].map((stream) => ({
    name: stream.name,
    arn: stream.arn,
    mode: stream.mode,
    openShards: openShards(stream).length,
    shards: shardsOf(stream, clock.now()),
  }));
}

function shardsOf(stream: Stream, now: number): unknown[] {
  return [...stream.shards.values()].map((shard) => {
    trim(stream, shard, now);
    return {
      id: shard.id,
      open: shard.closedAt === undefined,
      records: shard.records.length,
      lastSequenceNumber: shard.last > shard.first ? String(shard.last) : undefined,
      latest: shard.records.slice(-shownRecords).map(shown),
    };
  });
}

function shown({ sequence, partitionKey, data, arrivedAt }: KinesisRecord): unknown {
  const text = Buffer.from(data, 'base64').toString().slice(0, 2000);
  return { sequenceNumber: String(sequence), partitionKey, data: text, arrivedAt };
}
