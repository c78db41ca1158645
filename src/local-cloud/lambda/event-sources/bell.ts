/** Wakes those who wait when something changed, when their time is over, or when the signal aborts. */
export interface Bell {
  ring(): void;
  /** How often it rang; a wait that is told an earlier count ends at once, so that no ring is missed. */
  readonly rings: number;
  wait(ms?: number, since?: number): Promise<void>;
}

export function createBell(signal: AbortSignal): Bell {
  const waiting = new Set<() => void>();
  let rings = 0;
  const ring = () => {
    rings++;
    for (const wake of [...waiting]) wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    get rings() {
      return rings;
    },
    wait: (ms, since = rings) =>
      new Promise((resolve) => {
        if (signal.aborted || since !== rings) return resolve();
        const timer = ms === undefined ? undefined : setTimeout(wake, ms).unref();
        function wake() {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        }
        waiting.add(wake);
      }),
  };
}

/** Resolves after the time, or as soon as the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end, { once: true });
  });
}
