import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, invalidArgument } from './errors.ts';
import { encryptionOf } from './put.ts';
import { type Room, shardAt, streamAt } from './store.ts';
import { type KinesisRecord, recordsFrom, type Shard, type Stream, trim } from './stream.ts';

/** Limits of GetRecords, and the life of an iterator in milliseconds (Kinesis API reference, 2026). */
const mostRecords = 10_000;
const mostBytes = 10 * 1024 * 1024;
const iteratorMs = 300_000;

interface Iterator {
  arn: string;
  shard: string;
  /** Next sequence number to read. */
  from: string;
  issuedAt: number;
}

export function readOperations(room: Room): Operations {
  const { cloud, clock, streams } = room;
  return {
    GetShardIterator: (input, request) => {
      const stream = streamAt(room, input, request);
      cloud.authorize(request.caller, 'kinesis:GetShardIterator', stream.arn);
      const shard = shardAt(stream, input.ShardId);
      trim(stream, shard, clock.now());
      const from = String(startOf(shard, input, clock.now()));
      const iterator = { arn: stream.arn, shard: shard.id, from, issuedAt: clock.now() };
      return { ShardIterator: encode(iterator) };
    },
    GetRecords: (input, request) => {
      const max = limitOf(input.Limit);
      const iterator = decode(input.ShardIterator);
      const stream = streams.get(iterator.arn) ?? streamAt(room, { StreamARN: iterator.arn }, request);
      cloud.authorize(request.caller, 'kinesis:GetRecords', stream.arn);
      checkAge(iterator, clock.now());
      return read(stream, shardAt(stream, iterator.shard), BigInt(iterator.from), max, clock.now());
    },
  };
}

function read(stream: Stream, shard: Shard, from: bigint, max: number, now: number): Properties {
  trim(stream, shard, now);
  const records = fitting(recordsFrom(shard, from, max));
  const last = records.at(-1);
  const next = last ? last.sequence + 1n : from;
  const isAtEnd = next > shard.last;
  const isOver = isAtEnd && shard.closedAt !== undefined;
  const iterator = { arn: stream.arn, shard: shard.id, from: String(next), issuedAt: now };
  return {
    Records: records.map((record) => ({
      SequenceNumber: String(record.sequence),
      ApproximateArrivalTimestamp: record.arrivedAt / 1000,
      Data: record.data,
      PartitionKey: record.partitionKey,
      EncryptionType: encryptionOf(stream),
    })),
    NextShardIterator: isOver ? undefined : encode(iterator),
    MillisBehindLatest: isAtEnd || !last ? 0 : Math.max(0, now - last.arrivedAt),
    ChildShards: isOver ? childrenOf(stream, shard) : undefined,
  };
}

function fitting(records: KinesisRecord[]): KinesisRecord[] {
  let bytes = 0;
  const count = records.findIndex(({ data }) => {
    bytes += Buffer.byteLength(data, 'base64');
    return bytes > mostBytes;
  });
  return count < 0 ? records : records.slice(0, Math.max(1, count));
}

function childrenOf({ shards }: Stream, { id }: Shard): Properties[] {
  return [...shards.values()]
    .filter(({ parentId, adjacentParentId }) => parentId === id || adjacentParentId === id)
    .map((child) => ({
      ShardId: child.id,
      ParentShards: [child.parentId, child.adjacentParentId].filter((parent) => parent !== undefined),
      HashKeyRange: { StartingHashKey: String(child.startHash), EndingHashKey: String(child.endHash) },
    }));
}

/** Where the five types of iterators begin. */
function startOf(shard: Shard, input: Properties, now: number): bigint {
  switch (input.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return shard.records[0]?.sequence ?? shard.last + 1n;
    case 'LATEST':
      return shard.last + 1n;
    case 'AT_SEQUENCE_NUMBER':
      return sequenceOf(shard, input.StartingSequenceNumber);
    case 'AFTER_SEQUENCE_NUMBER':
      return sequenceOf(shard, input.StartingSequenceNumber) + 1n;
    case 'AT_TIMESTAMP':
      return atTimestamp(shard, input.Timestamp, now);
    default:
      throw constraint(
        'shardIteratorType',
        input.ShardIteratorType,
        'satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
      );
  }
}

function sequenceOf(shard: Shard, value: unknown): bigint {
  if (value === undefined) {
    throw invalidArgument('StartingSequenceNumber must be provided for this ShardIteratorType.');
  }
  const isNumber = /^(0|[1-9]\d{0,128})$/.test(String(value));
  // A shard's own StartingSequenceNumber counts as one of its numbers, and stands before its first record.
  if (isNumber && BigInt(String(value)) >= shard.first && BigInt(String(value)) <= shard.last) {
    return BigInt(String(value));
  }
  throw invalidArgument(
    `StartingSequenceNumber ${value} used in GetShardIterator on shard ${shard.id} is invalid because it did not come from this shard.`,
  );
}

/** `Timestamp` is in seconds. A time after the latest record gives the records to come. */
function atTimestamp({ records, last }: Shard, timestamp: unknown, now: number): bigint {
  const at = Number(timestamp) * 1000;
  if (timestamp === undefined || Number.isNaN(at)) {
    throw invalidArgument('Timestamp must be provided for ShardIteratorType AT_TIMESTAMP.');
  }
  if (at > now + 1000) {
    throw invalidArgument('The timestampInMillis parameter cannot be greater than the current time.');
  }
  return records.find(({ arrivedAt }) => arrivedAt >= at)?.sequence ?? last + 1n;
}

function limitOf(value: unknown): number {
  if (value === undefined || value === null) return mostRecords;
  const limit = Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostRecords) return limit;
  const rule =
    limit < 1 ? 'have value greater than or equal to 1' : `have value less than or equal to ${mostRecords}`;
  throw constraint('limit', value, rule);
}

const encode = (iterator: Iterator): string => Buffer.from(JSON.stringify(iterator)).toString('base64');

function decode(text: unknown): Iterator {
  try {
    const iterator = JSON.parse(Buffer.from(String(text), 'base64').toString());
    if (typeof iterator.arn === 'string' && /^\d+$/.test(iterator.from)) return iterator;
  } catch {
    // Anything that is not an iterator of ours has one answer, below.
  }
  throw invalidArgument('Invalid ShardIterator.');
}

function checkAge({ issuedAt }: Iterator, now: number): void {
  if (now <= issuedAt + iteratorMs) return;
  throw new AwsError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${new Date(issuedAt)} while right now it is ${new Date(now)} which is further in the future than the tolerated delay of ${iteratorMs} milliseconds.`,
  );
}
