import type { Cloud } from '../contract.ts';
import { type Kept, keep } from '../keep.ts';

/** An event that was accepted and has not come to its end. Times are milliseconds since the epoch. */
export interface WaitingEvent {
  /** As the caller named the function, with a qualifier perhaps. */
  functionArn: string;
  /** JSON text. */
  payload: string;
  requestId: string;
  traceId?: string;
  clientContext?: unknown;
  acceptedAt: number;
  /** Time of the next attempt. */
  dueAt: number;
  /** Attempts that ended. */
  invokes: number;
  /** Attempts in which the function failed; throttles are none. */
  failures: number;
}

export interface AsyncQueue extends Kept {
  add(event: WaitingEvent): void;
  remove(requestId: string): void;
  list(): WaitingEvent[];
  clear(): void;
}

/** The events that wait or are being tried, in the order in which they came; `--persist` keeps them. */
export function createAsyncQueue(cloud: Cloud): AsyncQueue {
  const events = new Map<string, WaitingEvent>();
  const kept = keep<WaitingEvent[]>(cloud, {
    room: 'lambda-async',
    holds: 'the asynchronous invocations that wait',
    read: () => [...events.values()],
    restore: (stored) => {
      for (const event of stored) events.set(event.requestId, event);
    },
  });
  return {
    ...kept,
    add: (event) => {
      events.set(event.requestId, event);
      kept.changed();
    },
    remove: (requestId) => {
      if (events.delete(requestId)) kept.changed();
    },
    list: () => [...events.values()],
    clear: () => {
      events.clear();
      kept.changed();
    },
  };
}
