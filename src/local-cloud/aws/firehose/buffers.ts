import type { Cloud, Resource } from '../../contract.ts';
import { deliver, destinationOf } from './deliver.ts';
import type { StreamRecord } from './process.ts';

/** Milliseconds: AWS buffers for 300 seconds unless the template says otherwise, too long to wait for at a desk. */
const bufferedFor = 300;
/** Milliseconds until a delivery that failed is tried again, with what came meanwhile. */
const againAfter = 1000;

/** Records on their way to the bucket, by delivery stream. */
export interface Buffers {
  add(stream: Resource, record: StreamRecord): void;
  /** How many records of a stream are still to be delivered. */
  waiting(arn: string): number;
  /** Delivers everything that waits. */
  flush(): Promise<void>;
  clear(): void;
}

interface Buffer {
  stream: Resource;
  records: StreamRecord[];
  timer?: NodeJS.Timeout;
}

export function createBuffers(cloud: Cloud): Buffers {
  const buffers = new Map<string, Buffer>();
  const send = async (buffer: Buffer): Promise<void> => {
    clearTimeout(buffer.timer);
    buffer.timer = undefined;
    const { stream } = buffer;
    const destination = destinationOf(stream);
    const records = buffer.records.splice(0);
    if (!destination || records.length === 0) return;
    try {
      await deliver(cloud, stream, destination, records);
    } catch (error) {
      const text = `${stream.ref}: ${records.length} records are not delivered yet: ${(error as Error).message}`;
      cloud.trace({ traceId: '', kind: 'notice', source: stream.ref, text });
      buffer.records.unshift(...records);
      arm(buffer, againAfter);
    }
  };
  const arm = (buffer: Buffer, ms: number) => {
    buffer.timer ??= setTimeout(() => void send(buffer), ms).unref();
  };
  return {
    add: (stream, record) => {
      if (!destinationOf(stream)) return;
      const buffer = buffers.get(stream.arn) ?? { stream, records: [] };
      buffers.set(stream.arn, buffer);
      buffer.stream = stream;
      buffer.records.push(record);
      arm(buffer, bufferedFor);
    },
    waiting: (arn) => buffers.get(arn)?.records.length ?? 0,
    flush: async () => {
      await Promise.all([...buffers.values()].map(send));
      for (const { timer } of buffers.values()) clearTimeout(timer);
    },
    clear: () => {
      for (const { timer } of buffers.values()) clearTimeout(timer);
      buffers.clear();
    },
  };
}
