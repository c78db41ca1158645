import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness, Resources } from '../harness.ts';
import { fakeRoom, fakeStream } from './fake-sources.ts';
import { codeFolder, createGate, eventually, functionOf, gateCode, role, startLambda } from './fixture.ts';

const arn = (name: string) => `arn:aws:kinesis:eu-west-1:123456789012:stream/${name}`;
const names = [
  'plain',
  'latest',
  'bisect',
  'partial',
  'old',
  'filtered',
  'parallel',
  'poison',
  'stopped',
  'paused',
  'resumed',
] as const;
const streams = Object.fromEntries(names.map((name) => [name, fakeStream(arn(name))])) as Record<
  (typeof names)[number],
  ReturnType<typeof fakeStream>
>;
const room = fakeRoom([], Object.values(streams));
const code = codeFolder();
let harness: Harness;
let resources: Resources;

/** Logs the data of the batch; fails on `fail`, reports `bad` and waits at the gate that the data names. */
const source = `${gateCode}
export const handler = async ({ Records }) => {
  const data = Records.map(({ kinesis }) => JSON.parse(Buffer.from(kinesis.data, 'base64')));
  console.log(JSON.stringify({ message: 'batch', data, records: Records }));
  await gate(data[0].gate);
  if (data.some((each) => each === 'fail')) throw new Error('asked to fail');
  return { batchItemFailures: Records.filter((_, at) => data[at] === 'bad').map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
};`;

const failureQueue = 'arn:aws:sqs:eu-west-1:123456789012:failures';
const onFailure = { DestinationConfig: { OnFailure: { Destination: failureQueue } } };
const properties: Record<string, Record<string, unknown>> = {
  latest: { StartingPosition: 'LATEST' },
  bisect: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, ...onFailure },
  partial: { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 2, ...onFailure },
  old: { MaximumRecordAgeInSeconds: 60, ...onFailure },
  filtered: {
    FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["order"]},"partitionKey":["a"]}' }] },
  },
  parallel: { ParallelizationFactor: 10, BatchSize: 1 },
  poison: { MaximumRetryAttempts: 2, BatchSize: 2 },
  stopped: { Enabled: false },
  resumed: { StartingPosition: 'LATEST' },
};

const warned: string[] = [];
const warn = ({ message }: Error) => void warned.push(message);

beforeAll(async () => {
  process.on('warning', warn);
  streams.latest.put('before');
  for (const data of [1, 2, 3]) streams.plain.put(data);
  streams.old.put('ancient', { at: Date.now() - 120_000 });
  streams.old.put('fresh');
  for (const data of ['x', 'y', 'fail', 'z']) streams.bisect.put(data);
  for (const data of ['x', 'bad', 'y']) streams.partial.put(data);
  for (const data of ['fail', 'b', 'c']) streams.poison.put(data);
  streams.stopped.put('never');
  const folder = code.write('all', source);
  resources = {
    failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  };
  for (const name of names) {
    resources[name] = functionOf(name, folder, { Timeout: 60 });
    resources[`${name}Mapping`] = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn(name),
        FunctionName: { Ref: name },
        StartingPosition: 'TRIM_HORIZON',
        ...properties[name],
      },
    };
  }
  harness = await startLambda(resources, { config: { lambda: { streamRetryMs: 1 } } }, [room]);
});

afterAll(async () => {
  process.off('warning', warn);
  await harness.close();
  code.dispose();
});

interface Batch {
  data: unknown[];
  records: Record<string, unknown>[];
}

const batches = (name: string): Batch[] =>
  harness.log
    .events()
    .filter(({ kind, source, text }) => kind === 'log' && source === name && text === 'INFO batch')
    .map(({ detail }) => JSON.parse((detail as { line: string }).line));
const data = (name: string) => batches(name).map((batch) => batch.data);

const discarded = (name: string) =>
  room.sent
    .map(({ input }) => ({ queue: input.QueueUrl, body: JSON.parse(input.MessageBody) }))
    .filter(({ body }) => body.KinesisBatchInfo.streamArn === arn(name));

/** The mapping of a function with other properties, in the model from now on. */
async function change(name: string, changed: Record<string, unknown>): Promise<void> {
  const mapping = resources[`${name}Mapping`]!;
  resources[`${name}Mapping`] = { ...mapping, Properties: { ...mapping.Properties, ...changed } };
  await harness.redeploy(resources);
}

/** How often a function ended. */
const ends = (name: string) =>
  harness.log.events().filter(({ kind, source }) => kind === 'invoke' && source === name).length;

const begun = async (name: string) => {
  const { eventSources } = (await harness.rooms.get('lambda')!.snapshot!()) as {
    eventSources: { source: string; positions: unknown[] }[];
  };
  return (eventSources.find(({ source }) => source === arn(name))?.positions.length ?? 0) > 0;
};

describe('a stream mapping', () => {
  it('sends what there is in order, as Lambda documents it', async () => {
    await eventually(() => data('plain')).toEqual([[1, 2, 3]]);
    expect(batches('plain')[0]!.records[0]).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'a',
        sequenceNumber: '101',
        data: 'MQ==',
        approximateArrivalTimestamp: expect.any(Number),
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: 'shardId-0:101',
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: role,
      awsRegion: 'eu-west-1',
      eventSourceARN: arn('plain'),
    });
  });

  it('starts where it is told to, also in shards that appear later', async () => {
    streams.latest.put('after');
    await eventually(() => data('latest').flat()).toEqual(['after']);
    streams.latest.put('first of a new shard', { shard: 'shardId-1' });
    await eventually(() => data('latest').flat()).toEqual(['after', 'first of a new shard']);
  });

  it('halves a failed batch until the bad record stands alone, and tells of it', async () => {
    await eventually(() => discarded('bisect').length).toBe(1);
    await eventually(() => data('bisect')).toEqual([
      ['x', 'y', 'fail', 'z'],
      ['x', 'y'],
      ['fail', 'z'],
      ['fail'],
      ['fail'],
      ['z'],
    ]);
    const [{ body, queue }] = discarded('bisect') as [ReturnType<typeof discarded>[number]];
    expect(queue).toContain('failures');
    expect(body).toMatchObject({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bisect',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      KinesisBatchInfo: {
        shardId: 'shardId-0',
        startSequenceNumber: '103',
        endSequenceNumber: '103',
        batchSize: 1,
      },
    });
  });

  it('goes on from the checkpoint of a partial answer', async () => {
    await eventually(() => discarded('partial').length).toBe(1);
    expect(data('partial')).toEqual([
      ['x', 'bad', 'y'],
      ['bad', 'y'],
      ['bad', 'y'],
    ]);
    expect(discarded('partial')[0]!.body.KinesisBatchInfo.batchSize).toBe(2);
  });

  it('drops records that are too old', async () => {
    await eventually(() => data('old')).toEqual([['fresh']]);
    await eventually(() => discarded('old').length).toBe(1);
    expect(discarded('old')[0]!.body.requestContext.condition).toBe('RecordAgeExceeded');
    expect(discarded('old')[0]!.body.responseContext).toBeUndefined();
  });

  it('blocks the shard until the retries are used up', async () => {
    await eventually(() => data('poison')).toEqual([['fail', 'b'], ['fail', 'b'], ['fail', 'b'], ['c']]);
  });

  it('filters on data and metadata', async () => {
    streams.filtered.put({ kind: 'order', n: 1 });
    streams.filtered.put({ kind: 'other' });
    streams.filtered.put('no JSON', { raw: true });
    streams.filtered.put({ kind: 'order' }, { key: 'b' });
    streams.filtered.put({ kind: 'order', n: 2 });
    await eventually(() => data('filtered').flat()).toEqual([
      { kind: 'order', n: 1 },
      { kind: 'order', n: 2 },
    ]);
  });

  it('runs partition keys side by side and each in order', async () => {
    const { path, open } = createGate(code, 'parallel');
    for (const n of [1, 2])
      for (const key of ['a', 'b', 'c', 'd', 'e']) {
        streams.parallel.put({ key, n, ...(n === 1 && key === 'a' && { gate: path }) }, { key });
      }
    // Other lanes go on while the first record of `a` waits.
    await eventually(
      () =>
        data('parallel')
          .flat()
          .filter((each) => (each as { n: number }).n === 2).length,
    ).toBeGreaterThan(0);
    open();
    await eventually(() => data('parallel').length).toBe(10);
    const seen = data('parallel').flat() as { key: string; n: number }[];
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      expect(seen.filter((each) => each.key === key).map(({ n }) => n)).toEqual([1, 2]);
    }
  });

  it('rests while it is disabled; a new model wakes it and leaves the others where they are', async () => {
    expect(data('stopped')).toEqual([]);
    await change('stopped', { Enabled: true });
    await eventually(() => data('stopped')).toEqual([['never']]);
    expect(data('plain')).toEqual([[1, 2, 3]]);
  });

  it('goes on where it was after a rest, whatever its starting position', async () => {
    streams.paused.put('before');
    await eventually(() => ends('paused')).toBe(1);
    await eventually(() => begun('resumed')).toBe(true);
    for (const name of ['paused', 'resumed'] as const) {
      await change(name, { Enabled: false });
      streams[name].put('meanwhile');
      await change(name, { Enabled: true });
    }
    await eventually(() => [ends('paused'), ends('resumed')]).toEqual([2, 1]);
    expect(data('paused')).toEqual([['before'], ['meanwhile']]);
    expect(data('resumed')).toEqual([['meanwhile']]);
  });

  it('begins anew when its starting position changes, as CloudFormation then makes another one', async () => {
    await change('resumed', { StartingPosition: 'TRIM_HORIZON', BatchSize: 1 });
    streams.resumed.put('last');
    await eventually(() => data('resumed').flat()).toEqual(['meanwhile', 'meanwhile', 'last']);
  });
});

it('listens in ten lanes without a warning of a leak', () => {
  expect(warned).toEqual([]);
});
