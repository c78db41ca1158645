import type { Answer } from './answer.ts';
import type { Call, Environment } from './environment.ts';

/** What a pool learns of its function; read anew for each environment. */
export interface PoolOptions {
  timeoutMs(): number;
  /** Starts an environment and loads the function; `failure` is the error document of a failed initialisation. */
  start(): Promise<{ environment: Environment; failure?: string }>;
  maxEnvironments: number;
  scaleOutMs: number;
  idleMs: number;
}

/** The execution environments of one version of a function. */
export interface Pool {
  /** Answers one event in a free environment. `cold` says that it was the environment's first. */
  run(call: Call): Promise<Answer & { cold: boolean }>;
  /** New code or settings: events in flight finish, all later ones meet the new. */
  replace(): void;
  /** Starts an environment ahead of the first event. */
  warm(): void;
  readonly size: number;
  close(): Promise<void>;
}

interface Member {
  environment: Environment;
  generation: number;
  used: boolean;
  idle?: NodeJS.Timeout;
}

interface Waiter {
  take(member: Member): void;
  fail(payload: string): void;
  timer?: NodeJS.Timeout;
  /** How often it has looked for a reason to start a further environment, and how often in a row no event had ended. */
  looks: number;
  still: number;
}

/** How often a call waits on while environments become free, for each of them: the more there are, the less one more helps. */
const patience = 5;
/** How often in a row no event has to have ended: a processor that others use makes pauses too. */
const stillness = 3;

/**
 * A call takes the environment that was free last. When all are busy it waits a moment for one, as most handlers are
 * quick and a new environment costs a start and memory, and then a further one starts; while others become free it waits a
 * few moments more. AWS starts one at once.
 */
export function createPool(options: PoolOptions): Pool {
  const members = new Set<Member>();
  /** Environments of replaced code that still answer an event. */
  const leaving = new Set<Member>();
  const free: Member[] = [];
  const waiters: Waiter[] = [];
  let starting = 0;
  /** Counts the events that ended, which says whether the environments get on. */
  let ended = 0;
  let generation = 0;
  let closed = false;

  async function scaleOut(): Promise<void> {
    if (closed || members.size + starting >= options.maxEnvironments) return;
    starting++;
    const born = generation;
    const { environment, failure } = await options.start();
    starting--;
    if (closed || born !== generation) {
      void environment.close();
      scaleToDemand();
      return;
    }
    if (failure === undefined) {
      const member: Member = { environment, generation: born, used: false };
      members.add(member);
      release(member);
      return;
    }
    void environment.close();
    serveFailure(failure);
  }

  /**
   * Environments on their way count for the calls that wait, and no more are started at once than there are: calls that come
   * together find the first one ready sooner, and often need no other.
   */
  function scaleToDemand(): void {
    if (starting < waiters.length && starting < Math.max(1, members.size)) void scaleOut();
  }

  /** A failed initialisation answers the call that was to use it; the next call tries again. */
  function serveFailure(payload: string): void {
    const waiter = waiters.shift();
    clearTimeout(waiter?.timer);
    waiter?.fail(payload);
    if (members.size === 0) scaleToDemand();
  }

  function release(member: Member): void {
    ended++;
    if (closed || !member.environment.alive || member.generation !== generation) {
      retire(member);
      return;
    }
    const waiter = waiters.shift();
    if (waiter) {
      clearTimeout(waiter.timer);
      waiter.take(member);
      return;
    }
    free.push(member);
    if (member.idle) member.idle.refresh();
    else member.idle = setTimeout(expire, options.idleMs, member).unref();
  }

  function expire(member: Member): void {
    const at = free.indexOf(member);
    if (at < 0) return;
    free.splice(at, 1);
    retire(member);
  }

  function retire(member: Member): void {
    clearTimeout(member.idle);
    members.delete(member);
    leaving.delete(member);
    void member.environment.close();
    if (waiters.length > 0 && members.size + starting === 0) void scaleOut();
  }

  async function use(member: Member, call: Call): Promise<Answer & { cold: boolean }> {
    const cold = !member.used;
    member.used = true;
    try {
      return { ...(await member.environment.invoke(call, options.timeoutMs())), cold };
    } finally {
      release(member);
    }
  }

  function wait(): Promise<Member | string> {
    return new Promise((resolve) => {
      const waiter: Waiter = { take: resolve, fail: resolve, looks: 0, still: 0 };
      waiters.push(waiter);
      if (members.size + starting === 0) void scaleOut();
      else waiter.timer = setTimeout(look, options.scaleOutMs, waiter, ended);
    });
  }

  function look(waiter: Waiter, before: number): void {
    waiter.looks++;
    waiter.still = ended === before ? waiter.still + 1 : 0;
    const isLongest = waiter === waiters[0];
    if (waiter.still >= stillness || (isLongest && waiter.looks >= patience * members.size)) {
      waiter.looks = 0;
      scaleToDemand();
    }
    waiter.timer = setTimeout(look, options.scaleOutMs, waiter, ended);
  }

  function takeFree(): Member | undefined {
    for (let member = free.pop(); member; member = free.pop()) {
      if (member.environment.alive) return member;
      retire(member);
    }
    return undefined;
  }

  return {
    run: async (call) => {
      const member = takeFree() ?? (await wait());
      if (typeof member === 'string') return { kind: 'failed', payload: member, ended: true, cold: true };
      return use(member, call);
    },
    replace: () => {
      generation++;
      const wanted = members.size > 0 || starting > 0 || waiters.length > 0;
      for (const member of members) leaving.add(member);
      members.clear();
      // First the environment that somebody may wait for.
      if (wanted) void scaleOut();
      for (const member of free.splice(0)) retire(member);
    },
    warm: () => {
      if (members.size + starting === 0) void scaleOut();
    },
    get size() {
      return members.size;
    },
    close: async () => {
      closed = true;
      for (const waiter of waiters.splice(0)) {
        clearTimeout(waiter.timer);
        waiter.fail(
          JSON.stringify({ errorType: 'Runtime.Unknown', errorMessage: 'The local cloud is closing.' }),
        );
      }
      const all = [...members, ...leaving];
      for (const member of all) clearTimeout(member.idle);
      await Promise.all(all.map((member) => member.environment.close()));
      members.clear();
      leaving.clear();
    },
  };
}
