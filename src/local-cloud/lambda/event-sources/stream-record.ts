import type { Mapping, SourceRecord } from './mapping.ts';

/** What the reader of a stream needs of a record, alike for Kinesis and DynamoDB. */
export interface StreamRecord {
  record: SourceRecord;
  sequenceNumber: string;
  /** Records with the same key keep their order. */
  key: string;
  /** Arrival in milliseconds since the epoch. */
  at: number;
}

/** Wraps a record of the source; `roleArn` is the function's role, which Kinesis records name. */
export function toStreamRecord(mapping: Mapping, record: SourceRecord, roleArn: string): StreamRecord {
  const common = { eventSourceARN: mapping.sourceArn, awsRegion: mapping.region, ...record };
  if (mapping.kind === 'kinesis') {
    const { sequenceNumber, partitionKey, approximateArrivalTimestamp } = record.kinesis;
    return {
      record: { invokeIdentityArn: roleArn, ...common },
      sequenceNumber,
      key: partitionKey,
      at: approximateArrivalTimestamp * 1000,
    };
  }
  const { SequenceNumber, Keys, ApproximateCreationDateTime } = record.dynamodb;
  return {
    record: common,
    sequenceNumber: SequenceNumber,
    key: JSON.stringify(Keys),
    at: ApproximateCreationDateTime * 1000,
  };
}

/** The record of a discarded batch (Lambda guide, "Retain discarded batch records for a Kinesis Data Streams event source", 2026). */
export function discardedBatch(
  mapping: Mapping,
  shardId: string,
  records: StreamRecord[],
  attempt: {
    requestId: string;
    functionArn: string;
    condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
    invokes: number;
    version?: string;
    functionError?: string;
  },
): string {
  const first = records[0]!;
  const last = records.at(-1)!;
  const info = {
    shardId,
    startSequenceNumber: first.sequenceNumber,
    endSequenceNumber: last.sequenceNumber,
    approximateArrivalOfFirstRecord: new Date(first.at).toISOString(),
    approximateArrivalOfLastRecord: new Date(last.at).toISOString(),
    batchSize: records.length,
    streamArn: mapping.sourceArn,
  };
  return JSON.stringify({
    requestContext: {
      requestId: attempt.requestId,
      functionArn: attempt.functionArn,
      condition: attempt.condition,
      approximateInvokeCount: attempt.invokes,
    },
    ...(attempt.version !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: attempt.version,
        ...(attempt.functionError && { functionError: attempt.functionError }),
      },
    }),
    version: '1.0',
    timestamp: new Date().toISOString(),
    [mapping.kind === 'kinesis' ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: info,
  });
}
