import type { Properties, StreamSource } from '../../contract.ts';
import type { Room } from './store.ts';
import { isGone, type KinesisRecord, recordsFrom, type Shard, type Stream, trim } from './stream.ts';

/**
 * The streams for event source mappings. Positions are sequence numbers. The ARN of a consumer
 * (`<stream>/consumer/<name>:<time>`) reads its stream.
 */
export function streamSource(room: Room): StreamSource & { owns(arn: string): boolean } {
  const streamOf = (arn: string) => room.streams.get(arn.split('/consumer/')[0]!);
  return {
    owns: (arn) => streamOf(arn) !== undefined,
    shards: async (arn) => {
      const stream = streamOf(arn);
      if (!stream) return [];
      const now = room.clock.now();
      const shards = [...stream.shards.values()].filter((shard) => !isGone(stream, shard, now));
      return shards.map((shard, at) => ({ id: shard.id, parents: parentsOf(shard, shards.slice(0, at)) }));
    },
    read: async (arn, shardId, position, max) => {
      const stream = streamOf(arn);
      const shard = stream?.shards.get(shardId);
      if (!stream || !shard) return { records: [], next: position };
      trim(stream, shard, room.clock.now());
      const from = startOf(shard, position);
      const records = recordsFrom(shard, from, max);
      const next = (records.at(-1)?.sequence ?? from - 1n) + 1n;
      const isEnd = shard.closedAt !== undefined && next > shard.last;
      return {
        records: records.map((record) => lambdaRecord(stream, shard, record)),
        next: String(next),
        isEnd,
      };
    },
    subscribe: (arn, wake) => {
      const listeners = streamOf(arn)?.listeners;
      listeners?.add(wake);
      return () => listeners?.delete(wake);
    },
  };
}

/** Earlier shards that took keys of this one, its parents' parents included: a rescaled shard names only two of them. */
function parentsOf({ startHash, endHash }: Shard, earlier: Shard[]): string[] {
  return earlier.filter((each) => each.startHash <= endHash && each.endHash >= startHash).map(({ id }) => id);
}

function startOf(shard: Shard, position: string): bigint {
  if (position === 'LATEST') return shard.last + 1n;
  if (/^\d+$/.test(position)) return BigInt(position);
  return shard.records[0]?.sequence ?? shard.last + 1n;
}

/** Lambda developer guide, "Using Lambda with Kinesis", example event. */
function lambdaRecord({ arn, region }: Stream, { id }: Shard, record: KinesisRecord): Properties {
  const sequenceNumber = String(record.sequence);
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber,
      data: record.data,
      approximateArrivalTimestamp: record.arrivedAt / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${id}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    awsRegion: region,
    eventSourceARN: arn,
  };
}
