/** Kinesis against the SDK's client with its own HTTP/2 handler; expectations from the API reference (2026). */
import { createHash } from 'node:crypto';
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  type PutRecordCommandInput,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { account, type Harness, region, startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';

const clock = manualClock();
const resources = {
  Clicks: {
    Type: 'AWS::Kinesis::Stream',
    Properties: { Name: 'clicks', ShardCount: 2, RetentionPeriodHours: 48 },
  },
  OnDemand: {
    Type: 'AWS::Kinesis::Stream',
    Properties: { Name: 'on-demand', StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
  },
};
const arnOf = (name: string) => `arn:aws:kinesis:${region}:${account}:stream/${name}`;
let cloud: Harness;
let client: KinesisClient;
let made = 0;

beforeAll(async () => {
  cloud = await startHarness({ services: [createKinesis(clock)], resources });
  client = new KinesisClient(cloud.client);
});
beforeEach(async () => {
  await cloud.redeploy(resources);
  await cloud.reset();
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

/** A stream of its own for each test. */
async function stream(ShardCount = 1) {
  const StreamName = `stream-${made++}`;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  const put = (data: string, PartitionKey = 'key', more: Partial<PutRecordCommandInput> = {}) =>
    client.send(new PutRecordCommand({ StreamName, Data: Buffer.from(data), PartitionKey, ...more }));
  const shards = async () => (await client.send(new ListShardsCommand({ StreamName }))).Shards ?? [];
  const iterator = async (more: Partial<GetShardIteratorCommandInput> = {}) => {
    const input: GetShardIteratorCommandInput = {
      StreamName,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
      ...more,
    };
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
  };
  const get = (ShardIterator: string | undefined, Limit?: number) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  const texts = async (more: Partial<GetShardIteratorCommandInput> = {}) =>
    ((await get(await iterator(more))).Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString());
  return { StreamName, put, shards, iterator, get, texts };
}

describe('streams', () => {
  it('come from the templates, by name or ARN', async () => {
    const byName = await client.send(new DescribeStreamCommand({ StreamName: 'clicks' }));
    expect(byName.StreamDescription).toMatchObject({
      StreamARN: arnOf('clicks'),
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: 48,
      HasMoreShards: false,
      EncryptionType: 'NONE',
    });
    const byArn = await client.send(new DescribeStreamSummaryCommand({ StreamARN: arnOf('on-demand') }));
    expect(byArn.StreamDescriptionSummary).toMatchObject({
      StreamName: 'on-demand',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      OpenShardCount: 4,
    });
  });

  it('cut the hash keys into equal ranges', async () => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: 'clicks' }));
    expect(StreamDescription?.Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange])).toEqual([
      [
        'shardId-000000000000',
        { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
      ],
      [
        'shardId-000000000001',
        {
          StartingHashKey: '170141183460469231731687303715884105728',
          EndingHashKey: '340282366920938463463374607431768211455',
        },
      ],
    ]);
  });

  it('are created, listed, tagged and deleted', async () => {
    const { StreamName } = await stream();
    await expect(client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    const first = await client.send(new ListStreamsCommand({ Limit: 1 }));
    expect(first).toMatchObject({ StreamNames: ['clicks'], HasMoreStreams: true });
    const rest = await client.send(new ListStreamsCommand({ NextToken: first.NextToken }));
    expect(rest.StreamNames).toContain(StreamName);
    await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { foo: 'bar' } }));
    const { Tags } = await client.send(new ListTagsForStreamCommand({ StreamName }));
    expect(Tags).toEqual([{ Key: 'foo', Value: 'bar' }]);
    await client.send(new DeleteStreamCommand({ StreamName }));
    await expect(client.send(new DescribeStreamCommand({ StreamName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Stream ${StreamName} under account ${account} not found.`,
    });
  });

  it('keep their records over a deploy that changes the shard count', async () => {
    const Data = Buffer.from('kept');
    const { ShardId } = await client.send(
      new PutRecordCommand({ StreamName: 'clicks', Data, PartitionKey: 'a' }),
    );
    const Clicks = { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks', ShardCount: 3 } };
    await cloud.redeploy({ ...resources, Clicks });
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'clicks' }),
    );
    expect(StreamDescriptionSummary?.OpenShardCount).toBe(3);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: 'clicks', ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(Buffer.from(Records?.[0]?.Data ?? []).toString()).toBe('kept');
  });
});

describe('putting records', () => {
  it('chooses the shard by the MD5 of the partition key, or by the explicit hash key', async () => {
    const { put, shards } = await stream(3);
    const ranges = (await shards()).map(({ ShardId, HashKeyRange }) => ({
      ShardId,
      end: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    }));
    for (const key of ['a', 'order-1', 'ü']) {
      const hash = BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
      const { ShardId } = await put('x', key);
      expect(ShardId).toBe(ranges.find(({ end }) => hash <= end)?.ShardId);
    }
    expect((await put('x', 'a', { ExplicitHashKey: '0' })).ShardId).toBe('shardId-000000000000');
    const last = await put('x', 'a', { ExplicitHashKey: String(2n ** 128n - 1n) });
    expect(last.ShardId).toBe('shardId-000000000002');
    await expect(put('x', 'a', { ExplicitHashKey: String(2n ** 128n) })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
  });

  it('gives each record of a shard a higher sequence number', async () => {
    const { put, shards } = await stream();
    const first = await put('1');
    const second = await put('2', 'key', { SequenceNumberForOrdering: first.SequenceNumber });
    expect(first.SequenceNumber).toMatch(/^\d{56}$/);
    expect(BigInt(second.SequenceNumber!) > BigInt(first.SequenceNumber!)).toBe(true);
    const [shard] = await shards();
    const start = BigInt(shard?.SequenceNumberRange?.StartingSequenceNumber ?? 0);
    expect(start < BigInt(first.SequenceNumber!)).toBe(true);
    await expect(put('3', 'key', { SequenceNumberForOrdering: 'x' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('puts up to 500 records at once', async () => {
    const { StreamName, texts } = await stream();
    const Records = Array.from({ length: 500 }, (_, at) => ({
      Data: Buffer.from(`${at}`),
      PartitionKey: `${at}`,
    }));
    const { FailedRecordCount, Records: put } = await client.send(
      new PutRecordsCommand({ StreamName, Records }),
    );
    expect([FailedRecordCount, put?.length]).toEqual([0, 500]);
    expect(put?.[0]).toMatchObject({ ShardId: 'shardId-000000000000', SequenceNumber: expect.any(String) });
    expect((await texts()).slice(0, 3)).toEqual(['0', '1', '2']);
    const tooMany = new PutRecordsCommand({ StreamName, Records: [...Records, Records[0]!] });
    await expect(client.send(tooMany)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses records that are too large and bad partition keys', async () => {
    const { put, texts } = await stream();
    await put('x'.repeat(1_048_576 - 3));
    const rule = 'failed to satisfy constraint: Member must have length less than or equal to 1048576';
    await expect(put('x'.repeat(1_048_576 - 2))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `1 validation error detected: Value at 'data' ${rule}`,
    });
    await expect(put('x', '')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put('x', 'k'.repeat(257))).rejects.toThrow('have length less than or equal to 256');
    expect(await texts()).toHaveLength(1);
  });
});

describe('reading records', () => {
  it('begins where each of the five types of iterators says', async () => {
    const { put, texts } = await stream();
    const sent = [await put('1')];
    clock.advance(10_000);
    const between = new Date(clock.now() - 5_000);
    sent.push(await put('2'), await put('3'));
    const StartingSequenceNumber = sent[1]!.SequenceNumber;
    expect(await texts()).toEqual(['1', '2', '3']);
    expect(await texts({ ShardIteratorType: 'LATEST' })).toEqual([]);
    expect(await texts({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber })).toEqual([
      '2',
      '3',
    ]);
    expect(await texts({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber })).toEqual([
      '3',
    ]);
    expect(await texts({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: between })).toEqual(['2', '3']);
    await expect(
      texts({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '1' }),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(texts({ ShardIteratorType: 'SIDEWAYS' as never })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('goes on from iterator to iterator, with how far it is behind', async () => {
    const { put, iterator, get } = await stream();
    await put('1');
    await put('2');
    clock.advance(7_000);
    const first = await get(await iterator(), 1);
    expect(first.Records?.[0]).toMatchObject({
      PartitionKey: 'key',
      ApproximateArrivalTimestamp: new Date(clock.now() - 7_000),
    });
    expect(first.MillisBehindLatest).toBe(7_000);
    const second = await get(first.NextShardIterator, 1);
    expect(second.MillisBehindLatest).toBe(0);
    const none = await get(second.NextShardIterator);
    expect([none.Records, none.MillisBehindLatest]).toEqual([[], 0]);
    await put('3');
    const third = await get(none.NextShardIterator);
    expect(Buffer.from(third.Records?.[0]?.Data ?? []).toString()).toBe('3');
  });

  it('follows LATEST from the moment of the iterator', async () => {
    const { put, iterator, get } = await stream();
    await put('before');
    const latest = await iterator({ ShardIteratorType: 'LATEST' });
    await put('after');
    const { Records } = await get(latest);
    expect(Records?.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(['after']);
  });

  it('lets an iterator expire after five minutes, and refuses nonsense', async () => {
    const { iterator, get } = await stream();
    const old = await iterator();
    clock.advance(300_001);
    await expect(get(old)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
    await expect(get('nonsense')).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await expect(get(await iterator(), 10_001)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(iterator({ ShardId: 'shardId-000000000009' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('drops records after the retention period, which can change', async () => {
    const { StreamName, put, texts } = await stream();
    const increase = (RetentionPeriodHours: number) =>
      client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
    await put('old');
    await increase(48);
    clock.advance(47 * 3_600_000);
    expect(await texts()).toEqual(['old']);
    await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }));
    await put('new');
    expect(await texts()).toEqual(['new']);
    await expect(increase(23)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});

describe('resharding', () => {
  it('splits a shard in two children, which its reader is led to', async () => {
    const { StreamName, put, shards, get, iterator } = await stream();
    await put('before');
    const NewStartingHashKey = String(2n ** 127n);
    const ShardToSplit = 'shardId-000000000000';
    await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
    const [parent, ...children] = await shards();
    expect(parent?.SequenceNumberRange?.EndingSequenceNumber).toBeTruthy();
    expect(children.map(({ ParentShardId }) => ParentShardId)).toEqual([ShardToSplit, ShardToSplit]);
    const { Records, NextShardIterator, ChildShards } = await get(await iterator());
    expect(Records).toHaveLength(1);
    expect(NextShardIterator).toBeUndefined();
    expect(ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
      'shardId-000000000001',
      'shardId-000000000002',
    ]);
    expect((await put('after', 'a', { ExplicitHashKey: '5' })).ShardId).toBe('shardId-000000000001');
  });

  it('merges neighbours only, and changes the count as a whole', async () => {
    const { StreamName, shards } = await stream(3);
    const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
      client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
    await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
    await merge('shardId-000000000001', 'shardId-000000000000');
    expect((await shards()).at(-1)).toMatchObject({
      ShardId: 'shardId-000000000003',
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000000',
    });
    const scaled = await client.send(
      new UpdateShardCountCommand({ StreamName, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' }),
    );
    expect(scaled).toMatchObject({ CurrentShardCount: 2, TargetShardCount: 4 });
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    expect(StreamDescriptionSummary?.OpenShardCount).toBe(4);
  });

  it('lists shards in pages', async () => {
    const { StreamName } = await stream(3);
    const first = await client.send(new ListShardsCommand({ StreamName, MaxResults: 2 }));
    expect(first.Shards).toHaveLength(2);
    const second = await client.send(new ListShardsCommand({ NextToken: first.NextToken }));
    expect(second.Shards?.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000002']);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('for the other rooms', () => {
  it('is a source in the shape of Lambda, also under the ARN of a consumer', async () => {
    const { StreamName, put } = await stream();
    const arn = arnOf(StreamName);
    const source = cloud.cloud.streamSource(`${arn}/consumer/mine:1767225600`);
    expect(cloud.cloud.streamSource(arnOf('none'))).toBeUndefined();
    let woken = 0;
    const end = source!.subscribe(arn, () => woken++);
    const { SequenceNumber } = await put('{"a":1}', 'k');
    end();
    await put('second');
    expect(woken).toBe(1);
    const [{ id: shard } = { id: '' }] = await source!.shards(arn);
    const { records, next } = await source!.read(arn, shard, 'TRIM_HORIZON', 1);
    expect(records).toEqual([
      {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: 'k',
          sequenceNumber: SequenceNumber,
          data: Buffer.from('{"a":1}').toString('base64'),
          approximateArrivalTimestamp: clock.now() / 1000,
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `shardId-000000000000:${SequenceNumber}`,
        eventName: 'aws:kinesis:record',
        awsRegion: region,
        eventSourceARN: arn,
      },
    ]);
    expect((await source!.read(arn, shard, next, 10)).records).toHaveLength(1);
    expect((await source!.read(arn, shard!, 'LATEST', 10)).records).toEqual([]);
  });

  it('shows its shards on its panel, and begins anew on a reset', async () => {
    const { put } = await stream();
    await put('shown');
    const panel = async () => (await cloud.rooms.get('kinesis')!.snapshot!()).streams as { name: string }[];
    expect((await panel()).at(-1)).toMatchObject({
      openShards: 1,
      shards: [{ open: true, records: 1, latest: [{ partitionKey: 'key', data: 'shown' }] }],
    });
    await cloud.reset();
    expect((await panel()).map(({ name }) => name)).toEqual(['clicks', 'on-demand']);
  });
});
