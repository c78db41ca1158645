import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { constraint, invalidArgument } from './errors.ts';
import { type Room, rescale, shardAt, shardCount, streamAt } from './store.ts';
import { addShard, isGone, openShards, type Shard, type Stream } from './stream.ts';

/** Listing, splitting and merging shards. */
export function shardOperations(room: Room): Operations {
  const { cloud, clock } = room;
  const allowed = (input: Properties, request: AwsRequest, action: string): Stream => {
    const stream = streamAt(room, input, request);
    cloud.authorize(request.caller, `kinesis:${action}`, stream.arn);
    return stream;
  };
  return {
    ListShards: (input, request) => {
      const token = tokenOf(input.NextToken);
      const named = token ? { StreamARN: token.arn } : input;
      const stream = allowed(named, request, 'ListShards');
      const after = token?.after ?? input.ExclusiveStartShardId ?? '';
      const found = filtered(stream, input.ShardFilter, clock.now()).filter(({ id }) => id > after);
      const page = found.slice(0, Number(input.MaxResults ?? 1000) || 1000);
      const last = page.at(-1)?.id;
      return {
        Shards: page.map(shardDescription),
        NextToken: page.length < found.length && last ? encode({ arn: stream.arn, after: last }) : undefined,
      };
    },
    SplitShard: (input, request) => {
      const stream = allowed(input, request, 'SplitShard');
      const shard = open(stream, input.ShardToSplit);
      const text = String(input.NewStartingHashKey);
      const at = /^\d{1,39}$/.test(text) ? BigInt(text) : -1n;
      if (at <= shard.startHash || at > shard.endHash) {
        throw invalidArgument(
          `NewStartingHashKey ${text} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ${stream.account} is not both greater than one plus the shard's StartingHashKey ${shard.startHash} and less than the shard's EndingHashKey ${shard.endHash}.`,
        );
      }
      close(stream, [shard], clock.now());
      addShard(stream, { startHash: shard.startHash, endHash: at - 1n }, clock.now(), [shard]);
      addShard(stream, { startHash: at, endHash: shard.endHash }, clock.now(), [shard]);
    },
    MergeShards: (input, request) => {
      const stream = allowed(input, request, 'MergeShards');
      const parents = [open(stream, input.ShardToMerge), open(stream, input.AdjacentShardToMerge)];
      const [low, high] = parents.toSorted((a, b) => (a.startHash < b.startHash ? -1 : 1)) as [Shard, Shard];
      if (low.endHash + 1n !== high.startHash) {
        throw invalidArgument(
          `Shards ${low.id} and ${high.id} in stream ${stream.name} under account ${stream.account} are not an adjacent pair of shards eligible for merging`,
        );
      }
      close(stream, parents, clock.now());
      addShard(stream, { startHash: low.startHash, endHash: high.endHash }, clock.now(), parents);
    },
    UpdateShardCount: (input, request) => {
      const stream = allowed(input, request, 'UpdateShardCount');
      const TargetShardCount = shardCount(input.TargetShardCount);
      const CurrentShardCount = openShards(stream).length;
      if (stream.mode === 'ON_DEMAND') {
        throw new AwsError('ValidationException', 'UpdateShardCount is not supported for on-demand streams.');
      }
      if (TargetShardCount !== CurrentShardCount) rescale(stream, TargetShardCount, clock.now());
      return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount, TargetShardCount };
    },
  };
}

export function shardDescription(shard: Shard): Properties {
  return {
    ShardId: shard.id,
    ParentShardId: shard.parentId,
    AdjacentParentShardId: shard.adjacentParentId,
    HashKeyRange: { StartingHashKey: String(shard.startHash), EndingHashKey: String(shard.endHash) },
    SequenceNumberRange: {
      StartingSequenceNumber: String(shard.first),
      EndingSequenceNumber: shard.closedAt === undefined ? undefined : String(shard.last),
    },
  };
}

/** Kinesis API reference, ShardFilter, 2026: only closed shards can fall out. */
function filtered(stream: Stream, filter: Properties = {}, now: number): Shard[] {
  const present = [...stream.shards.values()].filter((shard) => !isGone(stream, shard, now));
  const isOpen = ({ closedAt }: Shard) => closedAt === undefined;
  switch (filter.Type) {
    case undefined:
    case 'FROM_TRIM_HORIZON':
      return present;
    case 'AT_LATEST':
      return present.filter(isOpen);
    case 'AT_TRIM_HORIZON':
      return present.filter(
        ({ parentId }) => parentId === undefined || !present.some(({ id }) => id === parentId),
      );
    case 'AFTER_SHARD_ID':
      return present.filter(({ id }) => id > String(filter.ShardId));
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP':
      return present.filter(({ closedAt = Infinity }) => closedAt >= Number(filter.Timestamp) * 1000);
    default:
      throw constraint('shardFilter.type', filter.Type, 'satisfy the enum value set of ShardFilterType');
  }
}

function open(stream: Stream, id: unknown): Shard {
  const shard = shardAt(stream, id);
  if (shard.closedAt === undefined) return shard;
  throw invalidArgument(`Shard ${id} in stream ${stream.name} under account ${stream.account} is closed.`);
}

function close({ listeners }: Stream, shards: Shard[], now: number): void {
  for (const shard of shards) shard.closedAt = now;
  // Readers look again once the children are there, in the same turn.
  queueMicrotask(() => {
    for (const listener of listeners) listener();
  });
}

const encode = (token: { arn: string; after: string }) =>
  Buffer.from(JSON.stringify(token)).toString('base64');

function tokenOf(text: unknown): { arn: string; after: string } | undefined {
  if (text === undefined || text === null) return undefined;
  try {
    const token = JSON.parse(Buffer.from(String(text), 'base64').toString());
    if (typeof token.arn === 'string' && typeof token.after === 'string') return token;
  } catch {
    // Anything that is not a token of ours has one answer, below.
  }
  throw invalidArgument('NextToken is invalid.');
}
