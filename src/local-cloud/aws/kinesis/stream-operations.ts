import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import { accountOf } from '../protocol/account.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, invalidArgument } from './errors.ts';
import { encryptionOf } from './put.ts';
import { shardDescription } from './shard-operations.ts';
import { arnOf, newStream, type Room, streamAt } from './store.ts';
import { openShards, type Stream } from './stream.ts';

/** Retention in hours (Kinesis API reference, IncreaseStreamRetentionPeriod, 2026). */
const retention = { min: 24, max: 8760 };

/** Creating, describing, changing and deleting streams. */
export function streamOperations(room: Room): Operations {
  const { cloud, clock, streams } = room;
  const allowed = (input: Properties, request: AwsRequest, action: string): Stream => {
    const stream = streamAt(room, input, request);
    cloud.authorize(request.caller, `kinesis:${action}`, stream.arn);
    return stream;
  };
  return {
    CreateStream: (input, request) => {
      const name = String(input.StreamName ?? '');
      if (!/^[\w.-]{1,128}$/.test(name)) {
        throw constraint('streamName', name, 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
      }
      const account = accountOf(cloud, request);
      const arn = arnOf(name, account, request.region);
      cloud.authorize(request.caller, 'kinesis:CreateStream', arn);
      if (streams.has(arn)) {
        const message = `Stream ${name} under account ${account} already exists.`;
        throw new AwsError('ResourceInUseException', message);
      }
      const stream = newStream({ arn, name, account, region: request.region }, input, clock.now());
      setTags(stream, input.Tags);
      streams.set(arn, stream);
    },
    DeleteStream: (input, request) => {
      streams.delete(allowed(input, request, 'DeleteStream').arn);
    },
    DescribeStream: (input, request) => {
      const stream = allowed(input, request, 'DescribeStream');
      const ids = [...stream.shards.keys()];
      const from = input.ExclusiveStartShardId ? ids.indexOf(String(input.ExclusiveStartShardId)) + 1 : 0;
      const limit = Number(input.Limit ?? 100) || 100;
      const page = [...stream.shards.values()].slice(from, from + limit);
      const Shards = page.map(shardDescription);
      const HasMoreShards = from + limit < ids.length;
      return { StreamDescription: { ...describe(stream), Shards, HasMoreShards } };
    },
    DescribeStreamSummary: (input, request) => {
      const stream = allowed(input, request, 'DescribeStreamSummary');
      const OpenShardCount = openShards(stream).length;
      const MaxRecordSizeInKiB = stream.maxRecordKiB;
      return {
        StreamDescriptionSummary: {
          ...describe(stream),
          OpenShardCount,
          ConsumerCount: 0,
          MaxRecordSizeInKiB,
        },
      };
    },
    ListStreams: (input, request) => {
      cloud.authorize(request.caller, 'kinesis:ListStreams', '*');
      const after = String(input.NextToken ?? input.ExclusiveStartStreamName ?? '');
      const all = [...streams.values()]
        .filter(({ region, name }) => region === request.region && name > after)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = all.slice(0, Number(input.Limit ?? 100) || 100);
      const HasMoreStreams = page.length < all.length;
      return {
        StreamNames: page.map(({ name }) => name),
        StreamSummaries: page.map((stream) => {
          const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } =
            describe(stream);
          return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
        }),
        HasMoreStreams,
        NextToken: HasMoreStreams ? page.at(-1)?.name : undefined,
      };
    },
    IncreaseStreamRetentionPeriod: (input, request) => {
      const stream = allowed(input, request, 'IncreaseStreamRetentionPeriod');
      const hours = retentionOf(input.RetentionPeriodHours);
      if (hours < stream.retentionHours) throw retentionError(stream, hours, 'longer');
      stream.retentionHours = hours;
    },
    DecreaseStreamRetentionPeriod: (input, request) => {
      const stream = allowed(input, request, 'DecreaseStreamRetentionPeriod');
      const hours = retentionOf(input.RetentionPeriodHours);
      if (hours > stream.retentionHours) throw retentionError(stream, hours, 'shorter');
      stream.retentionHours = hours;
    },
    UpdateStreamMode: (input, request) => {
      const stream = allowed(input, request, 'UpdateStreamMode');
      const mode = input.StreamModeDetails?.StreamMode;
      if (mode !== 'ON_DEMAND' && mode !== 'PROVISIONED') {
        throw constraint(
          'streamModeDetails.streamMode',
          mode,
          'satisfy enum value set: [PROVISIONED, ON_DEMAND]',
        );
      }
      stream.mode = mode;
    },
    UpdateMaxRecordSize: (input, request) => {
      const stream = allowed(input, request, 'UpdateMaxRecordSize');
      const size = Number(input.MaxRecordSizeInKiB);
      if (!(size >= 1024 && size <= 10_240)) {
        throw constraint('maxRecordSizeInKiB', size, 'have value between 1024 and 10240');
      }
      stream.maxRecordKiB = size;
    },
    StartStreamEncryption: (input, request) => {
      allowed(input, request, 'StartStreamEncryption').encryptionKey = String(input.KeyId);
    },
    StopStreamEncryption: (input, request) => {
      allowed(input, request, 'StopStreamEncryption').encryptionKey = undefined;
    },
    AddTagsToStream: (input, request) => {
      setTags(allowed(input, request, 'AddTagsToStream'), input.Tags);
    },
    RemoveTagsFromStream: (input, request) => {
      const { tags } = allowed(input, request, 'RemoveTagsFromStream');
      for (const key of input.TagKeys ?? []) tags.delete(String(key));
    },
    ListTagsForStream: (input, request) => {
      const { tags } = allowed(input, request, 'ListTagsForStream');
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })), HasMoreTags: false };
    },
    DescribeLimits: (_, request) => {
      cloud.authorize(request.caller, 'kinesis:DescribeLimits', '*');
      const open = [...streams.values()].reduce((sum, stream) => sum + openShards(stream).length, 0);
      return {
        ShardLimit: 20_000,
        OpenShardCount: open,
        OnDemandStreamCount: 0,
        OnDemandStreamCountLimit: 50,
      };
    },
  };
}

function setTags({ tags }: Stream, given: Properties = {}): void {
  for (const [key, value] of Object.entries(given)) tags.set(key, String(value));
}

function describe(stream: Stream) {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: stream.createdAt / 1000,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: encryptionOf(stream),
    KeyId: stream.encryptionKey,
  };
}

function retentionOf(value: unknown): number {
  const hours = Number(value);
  if (Number.isInteger(hours) && hours >= retention.min && hours <= retention.max) return hours;
  throw invalidArgument(
    `Retention period must be between ${retention.min} and ${retention.max} hours. Requested: ${value} hours`,
  );
}

function retentionError({ name, retentionHours }: Stream, hours: number, wanted: string) {
  return invalidArgument(
    `Requested retention period (${hours} hours) for stream ${name} can not be other than ${wanted} than the existing one (${retentionHours} hours).`,
  );
}
