import { type Kept, keep } from '../../keep.ts';
import type { Room } from './store.ts';
import type { Stream } from './stream.ts';

type StoredStream = Omit<Stream, 'listeners'>;

/** What `--persist` keeps of Kinesis: streams with their shards and records, those that left the templates included. */
export function keepStreams({ cloud, streams }: Room, retired: Map<string, Stream>): Kept {
  return keep<{ streams: StoredStream[]; retired: StoredStream[] }>(cloud, {
    room: 'kinesis',
    holds: 'the records of the streams',
    read: () => ({ streams: [...streams.values()].map(stored), retired: [...retired.values()].map(stored) }),
    restore: (kept) => {
      for (const stream of kept.streams) streams.set(stream.arn, { ...stream, listeners: new Set() });
      for (const stream of kept.retired) retired.set(stream.arn, { ...stream, listeners: new Set() });
    },
  });
}

const stored = ({ listeners, ...stream }: Stream): StoredStream => stream;
