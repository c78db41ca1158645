import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Ports that debuggers of functions listen on, so that an editor finds a function where it was. */
export interface InspectPorts {
  /** Gives each function its own, in their order; one that has a port keeps it. */
  deploy(names: readonly string[]): void;
  /** `name` to port, in the order of the functions. */
  list(): [name: string, port: number][];
  /** The function's own port, or the next above all of them when another program has it. */
  take(name: string): Promise<number>;
}

/** How long an environment that was replaced may take to give the port back: it may stand at a breakpoint. */
const patienceMs = 1000;

export function createInspectPorts(first: number): InspectPorts {
  const own = new Map<string, number>();
  /** Those whose port was given out. */
  const used = new Set<string>();
  return {
    deploy: (names) => {
      for (const name of names) if (!own.has(name)) own.set(name, first + own.size);
    },
    list: () => [...own],
    take: async (name) => {
      const port = own.get(name) ?? first + own.size;
      const until = performance.now() + (used.has(name) ? patienceMs : 0);
      used.add(name);
      do {
        if (await isFree(port)) return port;
        await delay(20);
      } while (performance.now() < until);
      for (let other = first + own.size; other < first + own.size + 100; other++)
        if (await isFree(other)) return other;
      // Any, which the system picks.
      return 0;
    },
  };
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => done(true)));
  });
