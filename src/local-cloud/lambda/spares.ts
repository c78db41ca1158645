import { type Environment, startEnvironment } from './environment.ts';

/** Threads that are started but belong to no function yet, at most one for each memory figure. */
export interface Spares {
  /** Starts the spare of a memory figure. */
  prepare(memoryMb: number): void;
  take(memoryMb: number): Environment;
  close(): Promise<void>;
}

/**
 * A spare saves the start of the thread when a function needs its first or next environment, above all after a change
 * of its code. The next spare starts `refillMs` after one was taken, to leave the processor to the one that is needed.
 */
export function createSpares(source: string, enabled: boolean, refillMs = 50): Spares {
  const spares = new Map<number, Environment>();
  const timers = new Map<number, NodeJS.Timeout>();
  const refill = (memoryMb: number) => {
    timers.delete(memoryMb);
    spares.set(memoryMb, startEnvironment(source, memoryMb));
  };
  const prepare = (memoryMb: number, delayMs = 0) => {
    if (!enabled || spares.has(memoryMb) || timers.has(memoryMb)) return;
    timers.set(memoryMb, setTimeout(refill, delayMs, memoryMb).unref());
  };
  return {
    prepare: (memoryMb) => prepare(memoryMb),
    take: (memoryMb) => {
      const spare = spares.get(memoryMb);
      spares.delete(memoryMb);
      prepare(memoryMb, refillMs);
      return spare?.alive ? spare : startEnvironment(source, memoryMb);
    },
    close: async () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all([...spares.values()].map((spare) => spare.close()));
      spares.clear();
    },
  };
}
