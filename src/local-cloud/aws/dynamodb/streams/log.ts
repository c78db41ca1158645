import { randomUUID } from 'node:crypto';
import { itemBytes } from '../items/size.ts';
import type { Item, StreamView } from '../types.ts';

/** A stream record as the DynamoDB Streams API shows it. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamView;
  };
  /** Set on removals by TTL. */
  userIdentity?: { PrincipalId: string; Type: string };
}

export interface Change {
  key: Item;
  before?: Item;
  after?: Item;
  byTtl?: boolean;
}

export interface StreamLog {
  arn: string;
  table: string;
  view: StreamView;
  keySchema: unknown[];
  /** Milliseconds since the epoch. */
  created: number;
  enabled: boolean;
  records: StreamRecord[];
  /** Number of the next record. Numbers of a log have no gaps. */
  next: bigint;
  listeners: Set<() => void>;
}

/** Every stream has one shard here: order holds over the table, not only per item as AWS promises. */
export const shardId = 'shardId-00000001700000000000-00000001';

/** Records live 24 hours (Developer Guide, "Change data capture for DynamoDB Streams", 2025). */
const retentionMs = 24 * 60 * 60 * 1000;
/** Enough for a day on a laptop; older records make room. */
const maxRecords = 20_000;

export function openLog(arn: string, table: string, view: StreamView, keySchema: unknown[]): StreamLog {
  // Numbers rise from one run to the next; 28 digits, as on AWS (21 to 40).
  const next = 10n ** 27n + BigInt(Date.now()) * 1_000_000n;
  return {
    arn,
    table,
    view,
    keySchema,
    created: Date.now(),
    enabled: true,
    records: [],
    next,
    listeners: new Set(),
  };
}

export function append(log: StreamLog, { key, before, after, byTtl }: Change): void {
  const now = Date.now();
  const withNew = log.view === 'NEW_IMAGE' || log.view === 'NEW_AND_OLD_IMAGES';
  const withOld = log.view === 'OLD_IMAGE' || log.view === 'NEW_AND_OLD_IMAGES';
  const images = {
    ...(withNew && after ? { NewImage: after } : {}),
    ...(withOld && before ? { OldImage: before } : {}),
  };
  log.records.push({
    eventID: randomUUID().replaceAll('-', ''),
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: log.arn.split(':')[3] ?? '',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(now / 1000),
      Keys: key,
      ...images,
      SequenceNumber: String(log.next),
      SizeBytes: [key, ...Object.values(images)].reduce((sum, image) => sum + itemBytes(image), 0),
      StreamViewType: log.view,
    },
    ...(byTtl ? { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } } : {}),
  });
  log.next += 1n;
  trim(log, now);
  for (const wake of log.listeners) wake();
}

/** Records with a number greater than or equal to `from`. */
export function recordsFrom(log: StreamLog, from: bigint, max: number): StreamRecord[] {
  const first = log.next - BigInt(log.records.length);
  const start = from > first ? Number(from - first) : 0;
  return log.records.slice(start, start + max);
}

/** Number of the oldest record that is still there, or of the next one. */
export function oldest(log: StreamLog): bigint {
  return log.next - BigInt(log.records.length);
}

/** Drops records that are too old or too many. */
export function trim({ records }: StreamLog, now: number): void {
  const edge = (now - retentionMs) / 1000;
  // Whole blocks go at a time: a shift per record would cost more than the record.
  if (records.length > maxRecords + 1000) records.splice(0, records.length - maxRecords);
  else if ((records[0]?.dynamodb.ApproximateCreationDateTime ?? edge) < edge) {
    const kept = records.findIndex((record) => record.dynamodb.ApproximateCreationDateTime >= edge);
    records.splice(0, kept < 0 ? records.length : kept);
  }
}
