import type {
  Properties,
  QueueMessage,
  QueueSource,
  Service,
  StreamSource,
} from '../../../src/local-cloud/contract.ts';

/** A queue in memory that behaves as SQS does towards a poller: visibility, deletion, and FIFO groups that lock. */
export interface FakeQueue {
  arn: string;
  send(body: string, group?: string): string;
  /** Message ids in the order of their deletion. */
  deleted: string[];
  /** Makes messages that are in flight visible again, as the end of their visibility timeout does. */
  expire(): void;
  waiting(): number;
}

interface Entry extends QueueMessage {
  group?: string;
  inFlight: boolean;
}

export function fakeQueue(arn: string): FakeQueue & { source: QueueSource } {
  const entries: Entry[] = [];
  const deleted: string[] = [];
  const waiters = new Set<() => void>();
  const wake = () => {
    for (const waiter of waiters) waiter();
  };
  const visible = () => {
    const locked = new Set(
      entries.filter(({ inFlight, group }) => inFlight && group).map(({ group }) => group),
    );
    return entries.filter(({ inFlight, group }) => !inFlight && !(group && locked.has(group)));
  };
  const source: QueueSource = {
    receive: async (_arn, { max, waitMs, signal }) => {
      const deadline = Date.now() + waitMs;
      while (visible().length === 0 && Date.now() < deadline && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, deadline - Date.now());
          const end = () => {
            clearTimeout(timer);
            waiters.delete(end);
            resolve();
          };
          waiters.add(end);
          signal.addEventListener('abort', end, { once: true });
        });
      }
      const taken = visible().slice(0, max);
      for (const entry of taken) entry.inFlight = true;
      return taken;
    },
    remove: async (_arn, handles) => {
      for (const handle of handles) {
        const at = entries.findIndex(({ receiptHandle }) => receiptHandle === handle);
        if (at >= 0) deleted.push(entries.splice(at, 1)[0]!.messageId);
      }
      wake();
    },
  };
  let count = 0;
  return {
    arn,
    source,
    deleted,
    send: (body, group) => {
      const messageId = `m${++count}`;
      entries.push({
        messageId,
        receiptHandle: `r${count}`,
        body,
        group,
        inFlight: false,
        attributes: { ApproximateReceiveCount: '1', ...(group && { MessageGroupId: group }) },
        messageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
        md5OfBody: 'md5',
      });
      wake();
      return messageId;
    },
    expire: () => {
      for (const entry of entries) entry.inFlight = false;
      wake();
    },
    waiting: () => entries.length,
  };
}

/** A stream in memory; positions are sequence numbers, which rise over all shards. */
export interface FakeStream {
  arn: string;
  put(data: unknown, options?: { key?: string; shard?: string; at?: number; raw?: boolean }): string;
}

export function fakeStream(arn: string, shards = ['shardId-0']): FakeStream & { source: StreamSource } {
  const logs = new Map<string, Properties[]>(shards.map((shard) => [shard, []]));
  const wakes = new Set<() => void>();
  let count = 100;
  const source: StreamSource = {
    shards: async () => [...logs.keys()].map((id) => ({ id, parents: [] })),
    read: async (_arn, shard, position, max) => {
      const from = position === 'TRIM_HORIZON' ? 0 : position === 'LATEST' ? count + 1 : Number(position);
      const records = logs
        .get(shard)!
        .filter(({ kinesis }) => Number(kinesis.sequenceNumber) >= from)
        .slice(0, max);
      return { records, next: String(Number(records.at(-1)?.kinesis.sequenceNumber ?? from - 1) + 1) };
    },
    subscribe: (_arn, wake) => {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
  };
  return {
    arn,
    source,
    put: (data, { key = 'a', shard = shards[0]!, at = Date.now(), raw = false } = {}) => {
      const sequenceNumber = String(++count);
      const kinesis = {
        kinesisSchemaVersion: '1.0',
        partitionKey: key,
        sequenceNumber,
        data: Buffer.from(raw ? String(data) : JSON.stringify(data)).toString('base64'),
        approximateArrivalTimestamp: at / 1000,
      };
      const eventID = `${shard}:${sequenceNumber}`;
      const event = {
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID,
        eventName: 'aws:kinesis:record',
      };
      if (!logs.has(shard)) logs.set(shard, []);
      logs.get(shard)!.push({ kinesis, ...event });
      for (const wake of wakes) wake();
      return sequenceNumber;
    },
  };
}

/** A call that the fake room took for SQS or EventBridge. */
export interface SentCall {
  service: string;
  action: string;
  input: Properties;
  caller: object;
}

/** A room that owns fake queues and streams, and keeps what is sent to other services. */
export function fakeRoom(
  queues: ReturnType<typeof fakeQueue>[],
  streams: ReturnType<typeof fakeStream>[],
): Service & { sent: SentCall[] } {
  const sent: SentCall[] = [];
  const take = async ({
    service,
    action,
    body,
    caller,
  }: {
    service: string;
    action: string;
    body: Buffer;
    caller: object;
  }) => {
    sent.push({ service, action, input: JSON.parse(body.toString()), caller });
    return { status: 200, body: '{}' };
  };
  const queue = (arn: string) => queues.find((each) => each.arn === arn);
  const stream = (arn: string) => streams.find((each) => each.arn === arn);
  return {
    name: 'fake',
    supports: {},
    sent,
    start: async () => ({
      deploy: async () => {},
      close: async () => {},
      aws: { sqs: take, events: take },
      queues: {
        owns: (arn) => queue(arn) !== undefined,
        receive: (arn, options) => queue(arn)!.source.receive(arn, options),
        remove: (arn, handles) => queue(arn)!.source.remove(arn, handles),
      },
      streams: {
        owns: (arn) => stream(arn) !== undefined,
        shards: (arn) => stream(arn)!.source.shards(arn),
        read: (arn, shard, position, max) => stream(arn)!.source.read(arn, shard, position, max),
        subscribe: (arn, wake) => stream(arn)!.source.subscribe(arn, wake),
      },
    }),
  };
}
