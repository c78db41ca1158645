import { type Early, type Environment, startEnvironment } from './environment.ts';

/** Threads that are started but belong to no function yet, at most one for each memory figure. */
export interface Spares {
  /**
   * Keeps a spare for each memory figure, with modules that functions of that figure import, whose clients have rehearsed a
   * call; the first starts at once, each further one `restMs` after the one before.
   */
  prepare(figures: readonly Figure[]): void;
  take(memoryMb: number): Environment;
  close(): Promise<void>;
}

export interface Figure extends Early {
  memoryMb: number;
}

interface Spare {
  environment: Environment;
  early: Early;
}

/**
 * A spare saves the start of the thread and the load of the AWS SDK when a function needs its first or next environment,
 * above all after a change of its code. The next spare starts `refillMs` after one was taken, to leave the processor to
 * the one that is needed; for the same reason not all start at once.
 */
export function createSpares(source: string, enabled: boolean, refillMs = 50, restMs = 500): Spares {
  const spares = new Map<number, Spare>();
  const timers = new Map<number, NodeJS.Timeout>();
  const wanted = new Map<number, Early>();
  const refill = (memoryMb: number) => {
    timers.delete(memoryMb);
    const early = wanted.get(memoryMb);
    if (early) spares.set(memoryMb, { environment: startEnvironment(source, memoryMb, early), early });
  };
  const refillIn = (memoryMb: number, delayMs: number) => {
    if (!enabled || !wanted.has(memoryMb) || spares.has(memoryMb) || timers.has(memoryMb)) return;
    if (delayMs === 0) refill(memoryMb);
    else timers.set(memoryMb, setTimeout(refill, delayMs, memoryMb).unref());
  };
  return {
    prepare: (figures) => {
      for (const [at, { memoryMb, ...early }] of figures.entries()) {
        wanted.set(memoryMb, early);
        const spare = spares.get(memoryMb);
        if (spare && spare.early.modules.join() !== early.modules.join()) {
          spares.delete(memoryMb);
          void spare.environment.close();
        }
        refillIn(memoryMb, at * restMs);
      }
    },
    take: (memoryMb) => {
      const environment = spares.get(memoryMb)?.environment;
      spares.delete(memoryMb);
      refillIn(memoryMb, refillMs);
      return environment?.alive ? environment : startEnvironment(source, memoryMb);
    },
    close: async () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all([...spares.values()].map(({ environment }) => environment.close()));
      spares.clear();
    },
  };
}
