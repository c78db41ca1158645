import { randomUUID } from 'node:crypto';
import type { TraceEvent } from './contract.ts';

/** An event as a room tells it; its time is now unless given. */
export type NewTraceEvent = Omit<TraceEvent, 'at' | 'end'> & { at?: number };

/** The latest trace events, for the console page and for tests. */
export interface TraceLog {
  add(event: NewTraceEvent): void;
  /** Oldest first. */
  events(): TraceEvent[];
  /** Calls back on each new event; returns the function that ends it. */
  subscribe(listener: (event: TraceEvent) => void): () => void;
  clear(): void;
}

export function createTraceLog(limit = 5000): TraceLog {
  let events: TraceEvent[] = [];
  const listeners = new Set<(event: TraceEvent) => void>();
  return {
    add: (partial) => {
      const event = { ...partial, at: partial.at ?? Date.now(), end: performance.now() };
      events.push(event);
      // Trimmed in large steps, so that an event costs no copy of the list.
      if (events.length > limit + 1000) events = events.slice(-limit);
      for (const listener of listeners) listener(event);
    },
    events: () => events.slice(-limit),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => {
      events = [];
    },
  };
}

/**
 * A new trace id as X-Ray writes it: `Root=1-<8 hex digits of the time in s>-<24 hex digits>`. Node.js draws the random
 * numbers of many UUIDs at once.
 */
export const newTraceId = (): string => {
  const random = randomUUID();
  const time = Math.floor(Date.now() / 1000);
  return `Root=1-${time.toString(16).padStart(8, '0')}-${random.slice(24)}${random.slice(0, 8)}${random.slice(9, 13)}`;
};

/** The `Root=...` part of an `X-Amzn-Trace-Id` header. */
export const rootOf = (header: string | undefined): string | undefined =>
  header
    ?.split(';')
    .find((part) => part.trim().startsWith('Root=1-'))
    ?.trim();
