import type { Cloud } from '../../contract.ts';
import { type Kept, keep } from '../../keep.ts';
import type { StreamRecord } from './stream-record.ts';

/** Position of a closed shard whose last record is handled. */
export const shardEnd = 'SHARD_END';

/** How far each mapping has come in each shard, by the `checkpoint` of mappings; `--persist` keeps it. */
export interface Positions extends Kept {
  /** The position to go on from; `undefined` for a shard that was never read. */
  of(checkpoint: string, shard: string): string | undefined;
  /** The progress of one shard. */
  track(checkpoint: string, shard: string): Progress;
  /** Forgets all but these. */
  retain(checkpoints: ReadonlySet<string>): void;
  list(checkpoint: string): { shard: string; position: string }[];
  clear(): void;
}

/** Batches of a shard may end in any order; what is not handled is read again after a crash. */
export interface Progress {
  /** Records were read, none perhaps, and `next` is the position after them. */
  read(records: StreamRecord[], next: string): void;
  /** A batch was brought to its end. */
  settled(records: StreamRecord[]): void;
  /** Whether all that was read is handled. */
  isSettled(): boolean;
}

export function createPositions(cloud: Cloud): Positions {
  /** Position by shard, by mapping. */
  const known = new Map<string, Map<string, string>>();
  const kept = keep<typeof known>(cloud, {
    room: 'lambda',
    holds: 'the positions in streams',
    read: () => known,
    restore: (positions) => {
      for (const [checkpoint, shards] of positions) known.set(checkpoint, shards);
    },
  });
  return {
    ...kept,
    of: (checkpoint, shard) => known.get(checkpoint)?.get(shard),
    track: (checkpoint, shard) => {
      /** Sequence numbers that are being handled, in their order. */
      const open = new Set<string>();
      let after: string | undefined;
      const note = () => {
        const position = open.values().next().value ?? after;
        if (position === undefined || known.get(checkpoint)?.get(shard) === position) return;
        const shards = known.get(checkpoint) ?? new Map<string, string>();
        known.set(checkpoint, shards.set(shard, position));
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
        isSettled: () => open.size === 0,
      };
    },
    retain: (checkpoints) => {
      const gone = [...known.keys()].filter((checkpoint) => !checkpoints.has(checkpoint));
      for (const checkpoint of gone) known.delete(checkpoint);
      if (gone.length > 0) kept.changed();
    },
    list: (checkpoint) =>
      [...(known.get(checkpoint) ?? [])].map(([shard, position]) => ({ shard, position })),
    clear: () => {
      known.clear();
      kept.changed();
    },
  };
}
