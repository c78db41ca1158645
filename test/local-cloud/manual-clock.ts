import type { Clock } from '../../src/local-cloud/aws/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on by so many milliseconds and fires what is due on the way, in order. */
  advance(ms: number): void;
  /** Resolves when somebody waits for the clock. */
  awaited(): Promise<void>;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  let announce: (() => void)[] = [];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { at: now + Math.max(ms, 0), callback };
      timers.add(timer);
      for (const told of announce) told();
      announce = [];
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const end = now + ms;
      for (;;) {
        const [due] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!due) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = end;
    },
    awaited: async () => {
      if (timers.size === 0) await new Promise<void>((resolve) => announce.push(resolve));
    },
  };
}
