import { partition } from '../../assembly/shape.ts';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, Resource } from '../../contract.ts';
import type { Clock } from '../clock.ts';
import { accountOf } from '../protocol/account.ts';
import { constraint, invalidArgument } from './errors.ts';
import { addEqualShards, openShards, type Shard, type Stream } from './stream.ts';

export interface Room {
  cloud: Cloud;
  clock: Clock;
  /** By ARN. */
  streams: Map<string, Stream>;
}

/** Shards of a new on-demand stream (Kinesis developer guide, "Choose the right mode", 2026). */
const onDemandShards = 4;

/** A stream after `StreamModeDetails` and `ShardCount`; without a shard count it is on demand. */
export function newStream(
  identity: Pick<Stream, 'arn' | 'name' | 'account' | 'region'>,
  { ShardCount, StreamModeDetails }: Properties,
  now: number,
): Stream {
  const onDemand = StreamModeDetails?.StreamMode === 'ON_DEMAND' || ShardCount === undefined;
  const stream: Stream = {
    ...identity,
    createdAt: now,
    mode: onDemand ? 'ON_DEMAND' : 'PROVISIONED',
    retentionHours: 24,
    maxRecordKiB: 1024,
    tags: new Map(),
    shards: new Map(),
    listeners: new Set(),
    fromTemplate: false,
  };
  addEqualShards(stream, onDemand ? onDemandShards : shardCount(ShardCount), now);
  return stream;
}

export function shardCount(value: unknown): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count;
  throw constraint('shardCount', value, 'have value greater than or equal to 1');
}

/** Fits the streams to the model. Records stay, also of a stream that leaves the templates and comes back. */
export function deployStreams({ cloud, clock, streams }: Room, retired: Map<string, Stream>): void {
  const wanted = new Map(
    cloud.model.byType('AWS::Kinesis::Stream').map((resource) => [resource.arn, resource]),
  );
  for (const [arn, stream] of streams) {
    if (!stream.fromTemplate || wanted.has(arn)) continue;
    streams.delete(arn);
    retired.set(arn, stream);
  }
  for (const [arn, resource] of wanted) {
    const known = streams.get(arn) ?? retired.get(arn);
    retired.delete(arn);
    streams.set(arn, fitted(known ?? streamOf(resource, clock.now()), resource, clock.now()));
  }
}

function streamOf({ arn, account, region, properties }: Resource, now: number): Stream {
  const identity = { arn, name: arn.split('/').at(-1)!, account, region };
  return { ...newStream(identity, properties, now), fromTemplate: true };
}

function fitted(stream: Stream, { properties }: Resource, now: number): Stream {
  const { RetentionPeriodHours, ShardCount, StreamModeDetails, StreamEncryption, Tags } = properties;
  stream.retentionHours = Number(RetentionPeriodHours ?? 24);
  stream.maxRecordKiB = Number(properties.MaxRecordSizeInKiB ?? 1024);
  stream.encryptionKey = StreamEncryption?.KeyId;
  stream.tags = new Map((Tags ?? []).map(({ Key, Value }: Properties) => [String(Key), String(Value)]));
  const onDemand = StreamModeDetails?.StreamMode === 'ON_DEMAND' || ShardCount === undefined;
  stream.mode = onDemand ? 'ON_DEMAND' : 'PROVISIONED';
  if (!onDemand && openShards(stream).length !== Number(ShardCount)) {
    rescale(stream, shardCount(ShardCount), now);
  }
  return stream;
}

/** Closes all open shards and opens so many of equal width. Records stay in the closed ones. */
export function rescale(stream: Stream, count: number, now: number): void {
  const parents = openShards(stream);
  for (const parent of parents) parent.closedAt = now;
  addEqualShards(stream, count, now, parents);
  for (const listener of stream.listeners) listener();
}

/** The stream that `StreamARN` or `StreamName` names. */
export function streamAt({ cloud, streams }: Room, input: Properties, request: AwsRequest): Stream {
  const { StreamARN, StreamName } = input;
  if (StreamARN === undefined && StreamName === undefined) {
    throw invalidArgument('Either StreamName or StreamARN must be provided.');
  }
  const account = accountOf(cloud, request);
  const name = String(StreamName ?? '');
  const arn = String(StreamARN ?? arnOf(name, account, request.region));
  const stream = streams.get(arn);
  if (stream && (StreamName === undefined || stream.name === StreamName)) return stream;
  const [, , , , owner = account, resource = name] = arn.split(':');
  throw new AwsError(
    'ResourceNotFoundException',
    `Stream ${resource.split('/').at(-1)} under account ${owner} not found.`,
  );
}

export function shardAt(stream: Stream, id: unknown): Shard {
  const shard = stream.shards.get(String(id));
  if (shard) return shard;
  throw new AwsError(
    'ResourceNotFoundException',
    `Could not find shard ${id} in stream ${stream.name} under account ${stream.account}.`,
  );
}

export const arnOf = (name: string, account: string, region: string): string =>
  `arn:${partition(region)}:kinesis:${region}:${account}:stream/${name}`;
