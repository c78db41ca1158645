import type { Cloud } from '../../contract.ts';
import { type Kept, keep } from '../../keep.ts';
import type { StreamRecord } from './stream-record.ts';

/** How far each mapping has come in each shard; `--persist` keeps it for streams that keep their records. */
export interface Positions extends Kept {
  /** The position to go on from; `undefined` for a shard that was never read. */
  of(mapping: string, shard: string): string | undefined;
  /** The progress of one shard. */
  track(mapping: string, shard: string): Progress;
  forget(mapping: string): void;
  list(mapping: string): { shard: string; position: string }[];
  clear(): void;
}

/** Batches of a shard may end in any order; what is not handled is read again after a crash. */
export interface Progress {
  /** Records were read, and `next` is the position after them. */
  read(records: StreamRecord[], next: string): void;
  /** A batch was brought to its end. */
  settled(records: StreamRecord[]): void;
}

export function createPositions(cloud: Cloud): Positions {
  /** Position by shard, by mapping. */
  const known = new Map<string, Map<string, string>>();
  const kept = keep<typeof known>(cloud, {
    room: 'lambda',
    holds: 'the positions in streams',
    read: () => known,
    restore: (positions) => {
      for (const [mapping, shards] of positions) known.set(mapping, shards);
    },
  });
  return {
    ...kept,
    of: (mapping, shard) => known.get(mapping)?.get(shard),
    track: (mapping, shard) => {
      /** Sequence numbers that are being handled, in their order. */
      const open = new Set<string>();
      let after: string | undefined;
      const note = () => {
        const position = open.values().next().value ?? after;
        if (position === undefined || known.get(mapping)?.get(shard) === position) return;
        const shards = known.get(mapping) ?? new Map<string, string>();
        known.set(mapping, shards.set(shard, position));
        kept.changed();
      };
      return {
        read: (records, next) => {
          for (const { sequenceNumber } of records) open.add(sequenceNumber);
          after = next;
          note();
        },
        settled: (records) => {
          for (const { sequenceNumber } of records) open.delete(sequenceNumber);
          note();
        },
      };
    },
    forget: (mapping) => {
      if (known.delete(mapping)) kept.changed();
    },
    list: (mapping) => [...(known.get(mapping) ?? [])].map(([shard, position]) => ({ shard, position })),
    clear: () => {
      known.clear();
      kept.changed();
    },
  };
}
