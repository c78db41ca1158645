import { fitting } from './batch.ts';
import { createBell } from './bell.ts';
import type { Mapping } from './mapping.ts';
import type { StreamRecord } from './stream-record.ts';

/** A queue of records that are handled one batch after the other, in order. */
export interface Lane {
  push(records: StreamRecord[]): void;
  /** Resolves when the lane can take more. */
  room(): Promise<void>;
}

/** Starts a lane; `settle` gets batches of the mapping's size, or what came within its window. */
export function startLane(
  mapping: () => Mapping,
  settle: (batch: StreamRecord[]) => Promise<void>,
  onError: (error: Error) => void,
  signal: AbortSignal,
): Lane {
  const queue: StreamRecord[] = [];
  const bell = createBell(signal);

  async function work(): Promise<void> {
    while (!signal.aborted) {
      if (queue.length === 0) {
        await bell.wait();
        continue;
      }
      await gather();
      if (signal.aborted) return;
      const batch = queue.splice(
        0,
        fitting(
          queue.map(({ record }) => record),
          mapping().batchSize,
        ),
      );
      bell.ring();
      await settle(batch);
    }
  }

  /** Waits for a full batch as long as the window lasts. */
  async function gather(): Promise<void> {
    const deadline = Date.now() + mapping().windowMs;
    while (!signal.aborted && queue.length < mapping().batchSize && Date.now() < deadline) {
      await bell.wait(deadline - Date.now());
    }
  }

  work().catch(onError);
  return {
    push: (records) => {
      queue.push(...records);
      bell.ring();
    },
    room: async () => {
      while (!signal.aborted && queue.length > mapping().batchSize * 2) await bell.wait();
    },
  };
}
