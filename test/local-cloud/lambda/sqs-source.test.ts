import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness, Resources } from '../harness.ts';
import { fakeQueue, fakeRoom } from './fake-sources.ts';
import { codeFolder, createGate, eventually, functionOf, gateCode, startLambda, traced } from './fixture.ts';

const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
const names = [
  'plain',
  'partial',
  'malformed',
  'filtered',
  'texts',
  'orders.fifo',
  'windowed',
  'failing',
  'limited',
] as const;
const queues = Object.fromEntries(names.map((name) => [name, fakeQueue(arn(name))])) as Record<
  (typeof names)[number],
  ReturnType<typeof fakeQueue>
>;
const code = codeFolder();
let harness: Harness;

/** Logs the batch, waits at the gate that a body names, and answers as a body says. */
const source = `${gateCode}
export const handler = async ({ Records }) => {
  console.log(JSON.stringify({ message: 'batch', bodies: Records.map(({ body }) => body), records: Records }));
  await gate(/gate=(.+)/.exec(Records[0].body)?.[1]);
  console.log(JSON.stringify({ message: 'end', bodies: Records.map(({ body }) => body) }));
  if (Records.some(({ body }) => body === 'fail')) throw new Error('asked to fail');
  if (Records.some(({ body }) => body === 'nonsense')) return { batchItemFailures: [{ identifier: 'x' }] };
  if (Records.some(({ body }) => body === 'word')) return 'done';
  return { batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const properties: Record<string, Record<string, unknown>> = {
  partial: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  malformed: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  filtered: {
    FilterCriteria: {
      Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }, { Pattern: '{"body":{"rush":[true]}}' }],
    },
  },
  texts: { FilterCriteria: { Filters: [{ Pattern: '{"body":["yes"]}' }] } },
  windowed: { BatchSize: 15, MaximumBatchingWindowInSeconds: 1 },
  limited: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
};

beforeAll(async () => {
  const folder = code.write('all', source);
  const resources: Resources = {};
  for (const name of names) {
    const id = name.replace('.', '');
    resources[id] = functionOf(id, folder, { Timeout: 60 });
    resources[`${id}Mapping`] = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arn(name), FunctionName: { Ref: id }, ...properties[name] },
    };
  }
  harness = await startLambda(resources, {}, [fakeRoom(Object.values(queues), [])]);
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

interface Batch {
  bodies: string[];
  records: Record<string, unknown>[];
}

function lines(name: string, message: string): Batch[] {
  return harness.log
    .events()
    .filter(({ kind, source, text }) => kind === 'log' && source === name && text === `INFO ${message}`)
    .map(({ detail }) => JSON.parse((detail as { line: string }).line));
}

const batches = (name: string) => lines(name, 'batch');
const bodies = (name: string) => batches(name).flatMap((batch) => batch.bodies);

describe('a queue mapping', () => {
  it('sends events as Lambda documents them and deletes what went well', async () => {
    queues.plain.send('{"n":1}');
    await eventually(() => queues.plain.deleted).toEqual(['m1']);
    expect(batches('plain')[0]!.records[0]).toEqual({
      messageId: 'm1',
      receiptHandle: 'r1',
      body: '{"n":1}',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {
        kind: { dataType: 'String', stringValue: 'test', stringListValues: [], binaryListValues: [] },
      },
      md5OfBody: 'md5',
      eventSource: 'aws:sqs',
      eventSourceARN: arn('plain'),
      awsRegion: 'eu-west-1',
    });
  });

  it('leaves a failed batch to the queue', async () => {
    queues.failing.send('fail');
    await traced(
      harness,
      ({ kind, source, status }) => kind === 'invoke' && source === 'failing' && status === 500,
    );
    expect(queues.failing.deleted).toEqual([]);
    queues.failing.expire();
    await eventually(() => bodies('failing')).toEqual(['fail', 'fail']);
  });

  it('deletes all but the reported items of a partial batch', async () => {
    const [, bad, last] = ['good', 'bad', 'fine'].map((body) => queues.partial.send(body));
    await eventually(() => queues.partial.deleted).toContain(last);
    expect(queues.partial.deleted).not.toContain(bad);
    expect(queues.partial.waiting()).toBe(1);
  });

  it('takes a malformed answer for a failure of the whole batch', async () => {
    for (const body of ['nonsense', 'word']) {
      queues.malformed.send(body);
      await traced(harness, ({ kind, detail }) => kind === 'invoke' && JSON.stringify(detail).includes(body));
    }
    expect(queues.malformed.deleted).toEqual([]);
  });

  it('deletes filtered messages without a call', async () => {
    const sent = ['{"kind":"order"}', '{"kind":"other"}', 'no JSON', '{"rush":true}'];
    for (const body of sent) queues.filtered.send(body);
    await eventually(() => queues.filtered.deleted.length).toBe(4);
    expect(bodies('filtered').sort()).toEqual([sent[0], sent[3]]);
    for (const body of ['yes', 'no', '{"a":1}']) queues.texts.send(body);
    await eventually(() => queues.texts.deleted.length).toBe(3);
    expect(bodies('texts')).toEqual(['yes']);
  });

  it('keeps the order of a FIFO group, one batch at a time, and runs groups side by side', async () => {
    const queue = queues['orders.fifo'];
    const gate = createGate(code, 'fifo');
    const a1 = `a1 gate=${gate.path}`;
    queue.send(a1, 'a');
    await eventually(() => bodies('ordersfifo')).toEqual([a1]);
    queue.send('a2', 'a');
    queue.send('b1', 'b');
    // b1 overtakes the running a1; a2 does not.
    await eventually(() => queue.deleted).toEqual(['m3']);
    gate.open();
    await eventually(() => queue.deleted).toEqual(['m3', 'm1', 'm2']);
    const steps = harness.log
      .events()
      .filter(({ kind, source }) => kind === 'log' && source === 'ordersfifo')
      .map(({ detail }) => JSON.parse((detail as { line: string }).line))
      .map(({ message, bodies }) => `${message} ${bodies}`);
    expect(steps.indexOf('batch a2')).toBeGreaterThan(steps.indexOf(`end ${a1}`));
  });

  it('collects a batch within its window', async () => {
    for (let n = 0; n < 15; n++) queues.windowed.send(`w${n}`);
    await eventually(() => queues.windowed.deleted.length).toBe(15);
    expect(batches('windowed').map((batch) => batch.bodies.length)).toEqual([15]);
  });

  it('runs no more batches than its maximum concurrency', async () => {
    const gate = createGate(code, 'limited');
    for (let n = 0; n < 4; n++) queues.limited.send(`l${n} gate=${gate.path}`);
    await eventually(() => batches('limited').length).toBe(2);
    gate.open();
    await eventually(() => queues.limited.deleted.length).toBe(4);
    const steps = harness.log
      .events()
      .filter(({ kind, source }) => kind === 'log' && source === 'limited')
      .map(({ text }) => (text === 'INFO batch' ? 1 : -1));
    let running = 0;
    const counts = steps.map((step) => {
      running += step;
      return running;
    });
    expect(Math.max(...counts)).toBe(2);
  });
});
