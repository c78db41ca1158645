import type { StreamSource } from '../../../contract.ts';
import { oldest, recordsFrom, type StreamLog, type StreamRecord, shardId } from './log.ts';

type Logs = ReadonlyMap<string, StreamLog>;

/** The streams of the tables for event source mappings. Positions are sequence numbers. */
export function streamSource(logs: Logs): StreamSource & { owns(arn: string): boolean } {
  return {
    owns: (arn) => logs.has(arn),
    shards: async (arn) => (logs.has(arn) ? [{ id: shardId, parents: [] }] : []),
    read: async (arn, _shard, position, max) => {
      const log = logs.get(arn);
      if (!log) return { records: [], next: position };
      const from = startOf(log, position);
      const records = recordsFrom(log, from, max);
      const last = records.at(-1)?.dynamodb.SequenceNumber;
      const next = last === undefined ? from : BigInt(last) + 1n;
      return { records: records.map((record) => lambdaRecord(record, arn)), next: String(next) };
    },
    subscribe: (arn, wake) => {
      const listeners = logs.get(arn)?.listeners;
      listeners?.add(wake);
      return () => listeners?.delete(wake);
    },
  };
}

function startOf(log: StreamLog, position: string): bigint {
  if (position === 'TRIM_HORIZON') return oldest(log);
  if (position === 'LATEST') return log.next;
  return /^\d+$/.test(position) ? BigInt(position) : oldest(log);
}

/** Lambda's shape: names the stream, and writes the identity in lower case (Lambda guide, "Using Lambda with DynamoDB"). */
function lambdaRecord({ userIdentity, ...record }: StreamRecord, arn: string): Record<string, unknown> {
  const identity = userIdentity && { principalId: userIdentity.PrincipalId, type: userIdentity.Type };
  return { ...record, eventSourceARN: arn, ...(identity ? { userIdentity: identity } : {}) };
}
