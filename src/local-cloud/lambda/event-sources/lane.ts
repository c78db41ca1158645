import { fitting, pause } from './batch.ts';
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
  signal: AbortSignal,
): Lane {
  const queue: StreamRecord[] = [];
  let changed = signalled();

  async function work(): Promise<void> {
    while (!signal.aborted) {
      if (queue.length === 0) await Promise.race([changed.promise, aborted]);
      else {
        await gather();
        if (signal.aborted) return;
        const batch = queue.splice(
          0,
          fitting(
            queue.map(({ record }) => record),
            mapping().batchSize,
          ),
        );
        notify();
        await settle(batch);
      }
    }
  }

  /** Waits for a full batch as long as the window lasts. */
  async function gather(): Promise<void> {
    const deadline = Date.now() + mapping().windowMs;
    while (!signal.aborted && queue.length < mapping().batchSize && Date.now() < deadline) {
      await Promise.race([changed.promise, pause(deadline - Date.now(), signal)]);
    }
  }

  function notify(): void {
    changed.resolve();
    changed = signalled();
  }

  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  void work();
  return {
    push: (records) => {
      queue.push(...records);
      notify();
    },
    room: async () => {
      while (!signal.aborted && queue.length > mapping().batchSize * 2) {
        await Promise.race([changed.promise, aborted]);
      }
    },
  };
}

function signalled(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
