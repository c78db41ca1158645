/**
 * What of a function's memory V8 does not bound: buffers lie outside of the heap that `resourceLimits` is about. While an
 * event runs, its thread is asked from time to time what it holds. A thread that does not answer runs a loop without a
 * pause, or is kept waiting by a busy machine; of those the growth of the whole process tells, against what all of them
 * together may hold.
 */
export interface MemoryUser {
  /** Bytes that it may hold. */
  limit: number;
  /** Asks its thread, which answers through `told`. */
  ask(): void;
  /** Ends it, as Lambda ends what needs too much. */
  kill(): void;
}

export interface MemoryWatch {
  /** Begins to watch; the result ends it. */
  start(user: MemoryUser): () => void;
  /** The thread's answer: bytes that it holds. */
  told(user: MemoryUser, bytes: number): void;
}

/** A loop fills about 100 MB in this time. Reading the size of the process takes 10 microseconds. */
const tickMs = 25;

export function createMemoryWatch(processBytes = () => process.memoryUsage.rss()): MemoryWatch {
  /** With the size of the process when the thread was asked; `undefined` when no answer is awaited. */
  const running = new Map<MemoryUser, number | undefined>();
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    if (running.size === 0) return;
    timer?.refresh();
    const now = processBytes();
    const silent = [...running].filter(([, asked]) => asked !== undefined);
    for (const [user, asked] of running) {
      if (asked !== undefined) continue;
      running.set(user, now);
      user.ask();
    }
    const limit = silent.reduce((sum, [user]) => sum + user.limit, 0);
    const [user] = silent.find(([, asked]) => now - asked! > limit) ?? [];
    if (!user) return;
    running.delete(user);
    user.kill();
    // What it held goes with it; the others answer for what grows from now on.
    for (const [other] of silent) if (running.has(other)) running.set(other, now);
  }

  return {
    start: (user) => {
      running.set(user, undefined);
      if (running.size > 1) return () => running.delete(user);
      // Counted from the start of an event that runs alone: where events are short and one at a time nothing wakes for it.
      if (timer) timer.refresh();
      else timer = setTimeout(tick, tickMs).unref();
      return () => running.delete(user);
    },
    told: (user, bytes) => {
      if (!running.has(user)) return;
      running.set(user, undefined);
      if (bytes <= user.limit) return;
      running.delete(user);
      user.kill();
    },
  };
}
