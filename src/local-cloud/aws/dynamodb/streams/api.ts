import { AwsError } from '../../../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../../../contract.ts';
import { ok } from '../answers.ts';
import type { Database } from '../database.ts';
import { validation } from '../errors.ts';
import type { Call, Input } from '../types.ts';
import { oldest, recordsFrom, type StreamLog, shardId } from './log.ts';

/** The DynamoDB Streams API (API reference, 2025). Shard iterators do not grow old here; on AWS they last 15 minutes. */
export const streamOperations: Record<string, (database: Database, call: Call) => AwsResponse> = {
  ListStreams: listStreams,
  DescribeStream: describeStream,
  GetShardIterator: getShardIterator,
  GetRecords: getRecords,
};

function listStreams({ streams, cloud }: Database, { input, request }: Call): AwsResponse {
  cloud.authorize(request.caller, 'dynamodb:ListStreams', '*');
  const { TableName: table, ExclusiveStartStreamArn: start, Limit: limit = 100 } = input;
  const all = [...streams.values()].filter((log) => table === undefined || log.table === table);
  const rest = all.slice(all.findIndex(({ arn }) => arn === start) + 1);
  const page = rest.slice(0, Number(limit));
  return ok({
    Streams: page.map((log) => ({ StreamArn: log.arn, TableName: log.table, StreamLabel: label(log) })),
    ...(rest.length > page.length ? { LastEvaluatedStreamArn: page.at(-1)?.arn } : {}),
  });
}

function describeStream(database: Database, { input, request }: Call): AwsResponse {
  const log = find(database, request, 'DescribeStream', input.StreamArn);
  const range = {
    StartingSequenceNumber: String(oldest(log)),
    ...(log.enabled ? {} : { EndingSequenceNumber: String(log.next - 1n) }),
  };
  return ok({
    StreamDescription: {
      StreamArn: log.arn,
      StreamLabel: label(log),
      StreamStatus: log.enabled ? 'ENABLED' : 'DISABLED',
      StreamViewType: log.view,
      CreationRequestDateTime: log.created / 1000,
      TableName: log.table,
      KeySchema: log.keySchema,
      Shards: input.ExclusiveStartShardId ? [] : [{ ShardId: shardId, SequenceNumberRange: range }],
    },
  });
}

function getShardIterator(database: Database, { input, request }: Call): AwsResponse {
  const log = find(database, request, 'GetShardIterator', input.StreamArn);
  if (input.ShardId !== shardId) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: Shard: ${input.ShardId} not found`,
    );
  }
  return ok({ ShardIterator: encode(log.arn, startOf(log, input)) });
}

function startOf(log: StreamLog, { ShardIteratorType: type, SequenceNumber: number }: Input): bigint {
  if (type === 'TRIM_HORIZON') return oldest(log);
  if (type === 'LATEST') return log.next;
  if (type !== 'AT_SEQUENCE_NUMBER' && type !== 'AFTER_SEQUENCE_NUMBER') {
    throw validation(
      `1 validation error detected: Value '${type}' at 'shardIteratorType' failed to satisfy constraint: Member must ` +
        'satisfy enum value set: [AFTER_SEQUENCE_NUMBER, AT_SEQUENCE_NUMBER, LATEST, TRIM_HORIZON]',
    );
  }
  if (typeof number !== 'string' || !/^\d{21,40}$/.test(number)) {
    throw validation('Invalid SequenceNumber: it has to have 21 to 40 digits');
  }
  const at = BigInt(number);
  if (at < oldest(log)) {
    throw new AwsError(
      'TrimmedDataAccessException',
      'The requested sequence number is beyond the trim horizon of the stream',
    );
  }
  return type === 'AT_SEQUENCE_NUMBER' ? at : at + 1n;
}

/** GetRecords: up to 1,000 records; a closed shard ends without a next iterator. */
function getRecords(database: Database, { input, request }: Call): AwsResponse {
  const { arn, from } = decode(input.ShardIterator);
  const log = find(database, request, 'GetRecords', arn);
  const { Limit: limit = 1000 } = input;
  if (typeof limit !== 'number' || limit < 1 || limit > 1000) {
    throw validation(`Value '${limit}' at 'limit' failed to satisfy constraint: from 1 to 1000`);
  }
  const records = recordsFrom(log, from, limit);
  const last = records.at(-1)?.dynamodb.SequenceNumber;
  const next = last === undefined ? from : BigInt(last) + 1n;
  const isEnd = !log.enabled && next >= log.next;
  return ok({ Records: records, ...(isEnd ? {} : { NextShardIterator: encode(log.arn, next) }) });
}

function find({ streams, cloud }: Database, { caller }: AwsRequest, action: string, arn: unknown): StreamLog {
  cloud.authorize(caller, `dynamodb:${action}`, String(arn ?? '*'));
  const log = streams.get(String(arn));
  if (log) return log;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}

function encode(arn: string, from: bigint): string {
  return Buffer.from(JSON.stringify([arn, String(from)])).toString('base64url');
}

function decode(iterator: unknown): { arn: string; from: bigint } {
  try {
    const [arn, from] = JSON.parse(Buffer.from(String(iterator), 'base64url').toString()) as [string, string];
    return { arn, from: BigInt(from) };
  } catch {
    throw validation('Invalid ShardIterator');
  }
}

function label({ arn }: StreamLog): string | undefined {
  return arn.split('/stream/')[1];
}
