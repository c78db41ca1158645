/** A name to hold: for oneself, or together with other shared holders. */
export interface Want {
  name: string;
  shared?: boolean;
}

/** Runs work while it holds all its names. All names are asked for in one step, so nobody waits in a circle. */
export type Locks = <T>(wants: Want[], work: () => Promise<T>) => Promise<T>;

interface Queue {
  /** End of the last exclusive holder. */
  exclusive?: Promise<void>;
  /** Ends of the shared holders since then. */
  shared: Set<Promise<void>>;
  users: number;
}

export function createLocks(): Locks {
  const queues = new Map<string, Queue>();
  return async (asked, work) => {
    const wants = distinct(asked);
    let end = () => {};
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    const before = wants.flatMap((want) => enter(queues, want, done));
    try {
      await Promise.all(before);
      return await work();
    } finally {
      for (const want of wants) leave(queues, want, done);
      end();
    }
  };
}

function distinct(wants: Want[]): Want[] {
  const byName = new Map<string, Want>();
  for (const want of wants) if (!want.shared || !byName.has(want.name)) byName.set(want.name, want);
  return [...byName.values()];
}

/** Takes a place in the queue of a name; gives what has to end first. */
function enter(queues: Map<string, Queue>, { name, shared }: Want, done: Promise<void>): Promise<void>[] {
  const queue = queues.get(name) ?? { shared: new Set(), users: 0 };
  queues.set(name, queue);
  queue.users += 1;
  const exclusive = queue.exclusive ? [queue.exclusive] : [];
  if (shared) {
    queue.shared.add(done);
    return exclusive;
  }
  const before = [...exclusive, ...queue.shared];
  queue.exclusive = done;
  queue.shared = new Set();
  return before;
}

function leave(queues: Map<string, Queue>, { name }: Want, done: Promise<void>): void {
  const queue = queues.get(name);
  if (!queue) return;
  queue.shared.delete(done);
  queue.users -= 1;
  if (queue.users === 0) queues.delete(name);
}
