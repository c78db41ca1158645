import type { Cloud } from '../../../contract.ts';
import { type Kept, keep } from '../../../keep.ts';
import { type StreamLog, trim } from './log.ts';

type StoredLog = Omit<StreamLog, 'listeners'>;

/** What `--persist` keeps of the tables' streams: records that are not too old yet, and the numbers of the next ones. */
export function keepStreams(cloud: Cloud, streams: Map<string, StreamLog>): Kept {
  return keep<StoredLog[]>(cloud, {
    room: 'dynamodb',
    holds: "the records of the tables' streams",
    read: () => [...streams.values()].map(({ listeners, ...log }) => log),
    restore: (logs) => {
      for (const stored of logs) {
        const log: StreamLog = { ...stored, listeners: new Set() };
        trim(log, Date.now());
        streams.set(log.arn, log);
      }
    },
  });
}
