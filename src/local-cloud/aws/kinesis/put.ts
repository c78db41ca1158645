import { createHash } from 'node:crypto';
import type { Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, invalidArgument, required } from './errors.ts';
import { type Room, streamAt } from './store.ts';
import { append, maxHashKey, openShards, type Shard, type Stream } from './stream.ts';

/** Kinesis API reference, PutRecords, 2026. */
const mostRecords = 500;
const mostBytes = 10 * 1024 * 1024;

export function putOperations(room: Room): Operations {
  return {
    PutRecord: (input, request) => {
      const stream = streamAt(room, input, request);
      room.cloud.authorize(request.caller, 'kinesis:PutRecord', stream.arn);
      checkRecord(stream, input, '');
      checkOrdering(input.SequenceNumberForOrdering);
      const put = putRecord(stream, input, room.clock.now());
      tell(stream);
      return { ...put, EncryptionType: encryptionOf(stream) };
    },
    PutRecords: (input, request) => {
      const stream = streamAt(room, input, request);
      room.cloud.authorize(request.caller, 'kinesis:PutRecords', stream.arn);
      const records: Properties[] = Array.isArray(input.Records) ? input.Records : [];
      if (records.length === 0) throw constraint('records', '[]', 'have length greater than or equal to 1');
      if (records.length > mostRecords) {
        throw constraint('records', '[...]', `have length less than or equal to ${mostRecords}`);
      }
      records.forEach((record, at) => {
        checkRecord(stream, record ?? {}, `records.${at + 1}.member.`);
      });
      if (records.reduce((sum, record) => sum + sizeOf(record), 0) > mostBytes) {
        throw invalidArgument('Records size exceeds 10 MB limit');
      }
      const now = room.clock.now();
      const Records = records.map((record) => putRecord(stream, record, now));
      tell(stream);
      return { FailedRecordCount: 0, Records, EncryptionType: encryptionOf(stream) };
    },
  };
}

function putRecord(stream: Stream, { Data, PartitionKey, ExplicitHashKey }: Properties, now: number) {
  const shard = shardFor(
    stream,
    ExplicitHashKey === undefined ? hashOf(PartitionKey) : BigInt(ExplicitHashKey),
  );
  const { sequence } = append(shard, { partitionKey: PartitionKey, data: Data, arrivedAt: now });
  return { ShardId: shard.id, SequenceNumber: String(sequence) };
}

function tell({ listeners }: Stream): void {
  for (const listener of listeners) listener();
}

const hashOf = (partitionKey: string): bigint =>
  BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);

/** Open shards cover all hash keys. */
const shardFor = (stream: Stream, hash: bigint): Shard =>
  openShards(stream).find(({ startHash, endHash }) => startHash <= hash && hash <= endHash)!;

const sizeOf = ({ Data, PartitionKey }: Properties): number =>
  Buffer.byteLength(String(Data ?? ''), 'base64') + Buffer.byteLength(String(PartitionKey ?? ''));

/**
 * The API reference counts the data and its key together (PutRecord, `Data`) and names no error for more. AWS answers as to a
 * broken constraint of the data, with the limit of the stream, as users of the Kinesis Producer Library show it (2025).
 */
function checkRecord(stream: Stream, record: Properties, path: string): void {
  const { Data, PartitionKey, ExplicitHashKey } = record;
  if (typeof Data !== 'string') throw required(`${path}data`);
  if (typeof PartitionKey !== 'string') throw required(`${path}partitionKey`);
  if (PartitionKey.length < 1 || PartitionKey.length > 256) {
    const rule = PartitionKey === '' ? 'greater than or equal to 1' : 'less than or equal to 256';
    throw constraint(`${path}partitionKey`, PartitionKey, `have length ${rule}`);
  }
  const limit = stream.maxRecordKiB * 1024;
  if (sizeOf(record) > limit) {
    throw constraint(`${path}data`, undefined, `have length less than or equal to ${limit}`);
  }
  if (ExplicitHashKey === undefined || ExplicitHashKey === null) return;
  if (!/^(0|[1-9]\d{0,38})$/.test(String(ExplicitHashKey))) {
    const rule = 'satisfy regular expression pattern: 0|([1-9]\\d{0,38})';
    throw constraint(`${path}explicitHashKey`, ExplicitHashKey, rule);
  }
  if (BigInt(ExplicitHashKey) > maxHashKey) {
    throw invalidArgument(`Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1].`);
  }
}

/** Numbers of a shard always rise, so that the order asked for holds without looking at the earlier record. */
function checkOrdering(sequence: unknown): void {
  if (sequence === undefined || sequence === null || /^(0|[1-9]\d{0,128})$/.test(String(sequence))) return;
  const rule = 'satisfy regular expression pattern: 0|([1-9]\\d{0,128})';
  throw constraint('sequenceNumberForOrdering', sequence, rule);
}

export const encryptionOf = ({ encryptionKey }: Stream): string => (encryptionKey ? 'KMS' : 'NONE');
