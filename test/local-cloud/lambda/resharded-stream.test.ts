/** Event source mappings of a Kinesis stream whose shards are split and merged. */
import {
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import type { Harness, Resources } from '../harness.ts';
import { codeFolder, createGate, eventually, functionOf, gateCode, startLambda } from './fixture.ts';

const StreamName = 'clicks';
const code = codeFolder();
const gate = createGate(code, 'first');
let harness: Harness;
let client: KinesisClient;
let resources: Resources;

/** In the function that is held up, waits at the gate that a record names. */
const source = `${gateCode}
export const handler = async ({ Records }) => {
  for (const { kinesis } of Records) {
    const { gate: path } = JSON.parse(Buffer.from(kinesis.data, 'base64'));
    if (process.env.AWS_LAMBDA_FUNCTION_NAME === 'held') await gate(path);
  }
};`;

beforeAll(async () => {
  const folder = code.write('all', source);
  const mapping = (FunctionName: string) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Clicks', 'Arn'] },
      FunctionName,
      StartingPosition: 'TRIM_HORIZON',
    },
  });
  resources = {
    Clicks: { Type: 'AWS::Kinesis::Stream', Properties: { Name: StreamName, ShardCount: 1 } },
    held: functionOf('held', folder, { Timeout: 60 }),
    free: functionOf('free', folder, { Timeout: 60 }),
    heldMapping: mapping('held'),
    freeMapping: mapping('free'),
  };
  harness = await startLambda(resources, {}, [kinesis]);
  client = new KinesisClient(harness.client);
});

afterAll(async () => {
  client.destroy();
  await harness.close();
  code.dispose();
});

/** Data of the records of the invocations that ended, in their order. */
const seen = (name: string): number[] =>
  harness.log
    .events()
    .filter(({ kind, source }) => kind === 'invoke' && source === name)
    .flatMap(({ detail }) => JSON.parse((detail as { event: string }).event).Records)
    .map(({ kinesis: { data } }) => JSON.parse(Buffer.from(data, 'base64').toString()).n);

const put = (n: number, path?: string) =>
  client.send(
    new PutRecordCommand({
      StreamName,
      PartitionKey: 'key',
      Data: Buffer.from(JSON.stringify({ n, gate: path })),
    }),
  );

async function openShards(): Promise<string[]> {
  const { Shards = [] } = await client.send(
    new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }),
  );
  return Shards.map(({ ShardId }) => ShardId!);
}

it('a key keeps its order over splits and merges: children wait for their parents', async () => {
  await put(1, gate.path);
  const [shard] = await openShards();
  const NewStartingHashKey = String(2n ** 127n);
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: shard, NewStartingHashKey }));
  await put(2);
  const [left, right] = await openShards();
  await client.send(new MergeShardsCommand({ StreamName, ShardToMerge: left, AdjacentShardToMerge: right }));
  await put(3);
  await client.send(
    new UpdateShardCountCommand({ StreamName, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }),
  );
  await put(4);
  await eventually(() => seen('free')).toEqual([1, 2, 3, 4]);
  expect(seen('held')).toEqual([]);
  gate.open();
  await eventually(() => seen('held')).toEqual([1, 2, 3, 4]);
});

it('shards that were read to their end are not read again', async () => {
  const { Properties } = resources.heldMapping!;
  const change = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...Properties, Enabled: false } };
  await harness.redeploy({ ...resources, heldMapping: change });
  await put(5);
  await eventually(() => seen('free')).toEqual([1, 2, 3, 4, 5]);
  await harness.redeploy(resources);
  await eventually(() => seen('held')).toEqual([1, 2, 3, 4, 5]);
});
