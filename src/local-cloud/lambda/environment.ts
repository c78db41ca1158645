import { Worker } from 'node:worker_threads';
import { compiledCodeFolder } from '../compiled-code.ts';
import { type Answer, answerOf, endedAnswer, exitAnswer } from './answer.ts';
import { createMemoryWatch, type MemoryUser } from './memory-watch.ts';
import type { Assignment, FromRuntime, ToRuntime } from './protocol.ts';

export interface Call {
  requestId: string;
  invokedArn: string;
  traceHeader: string;
  payload: string;
  /** JSON text; empty when there is none. */
  clientContext: string;
  onLog(level: string, text: string): void;
}

/** One execution environment: a thread that holds a function's code and takes one event at a time. */
export interface Environment {
  /** Loads the function. Resolves to the error document of a failed initialisation, or to nothing. */
  assign(assignment: Assignment, limits: Limits): Promise<string | undefined>;
  invoke(call: Call, timeoutMs: number): Promise<Answer>;
  readonly alive: boolean;
  close(): Promise<void>;
}

export interface Limits {
  /** How long the initialisation may take, in milliseconds, and the function's own timeout, which the error names. */
  initMs: number;
  timeoutMs: number;
  /** Lines that the function writes outside of an event, with the address of its debugger among them. */
  onLog(level: string, text: string): void;
}

/** What a thread does before it knows its function. */
export interface Early {
  /** URLs of modules to load. */
  modules: readonly string[];
  /** Where clients of AWS among them rehearse calls. */
  endpoint: string;
}

/** One for all, as it looks at the process. */
const memory = createMemoryWatch();

/**
 * Starts a thread. Threads and not processes: a start takes about 30 ms and 10 MB against 75 ms and 50 MB, and handing
 * an event over and back about 70 microseconds against 100. The heap gets the share of the memory figure that Lambda's own
 * bootstrap gives it; what lies outside of the heap is watched. `early` is
 * done at once, before the thread knows its function.
 */
export function startEnvironment(
  source: string,
  memoryMb: number,
  early: Early = { modules: [], endpoint: '' },
): Environment {
  const worker = new Worker(source, {
    eval: true,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.floor(memoryMb * 0.9),
      maxYoungGenerationSizeMb: Math.max(1, Math.floor(memoryMb * 0.05)),
    },
  });
  worker.unref();
  if (early.modules.length > 0)
    worker.postMessage(['preload', early.modules, early.endpoint, compiledCodeFolder()] satisfies ToRuntime);
  let alive = true;
  let outOfMemory = false;
  /** The promise that waits for the thread: of the initialisation or of an event. */
  let waiting: { log: Limits['onLog']; settle(message: FromRuntime | { status: number }): void } | undefined;
  let idleLog: Limits['onLog'] = () => {};

  const user: MemoryUser = {
    limit: memoryMb * 1_048_576,
    ask: () => worker.postMessage(['measure'] satisfies ToRuntime),
    kill: () => {
      outOfMemory = true;
      void worker.terminate();
    },
  };

  worker.on('message', (message: FromRuntime) => {
    if (message[0] === 'log') (waiting?.log ?? idleLog)(message[2], message[3]);
    else if (message[0] === 'inspector') idleLog('INFO', `Debugger listening on ${message[1]}`);
    else if (message[0] === 'memory') memory.told(user, message[1]);
    else waiting?.settle(message);
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    outOfMemory ||= error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  });
  worker.on('exit', (status) => {
    alive = false;
    waiting?.settle({ status });
  });

  function ask(
    message: ToRuntime,
    requestId: string,
    limitMs: number,
    timeoutMs: number,
    log: Limits['onLog'],
  ) {
    return new Promise<Answer>((resolve) => {
      const end = (answer: Answer) => {
        clearTimeout(timer);
        stopWatch();
        waiting = undefined;
        if (answer.ended) alive = false;
        resolve(answer);
      };
      const stopWatch = memory.start(user);
      // An answer that came in time and has only not been read yet counts: it is read before the immediate.
      const timer = Number.isFinite(limitMs) ? setTimeout(setImmediate, limitMs, onTimeout) : undefined;
      function onTimeout() {
        if (waiting !== own) return;
        alive = false;
        end(
          endedAnswer(
            'Sandbox.Timedout',
            requestId,
            `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
          ),
        );
        void worker.terminate();
      }
      const own = {
        log,
        settle: (reply: FromRuntime | { status: number }) =>
          end('status' in reply ? exitAnswer(requestId, reply.status, outOfMemory) : answerOf(reply)),
      };
      waiting = own;
      if (alive) worker.postMessage(message);
      else own.settle({ status: 1 });
    });
  }

  return {
    get alive() {
      return alive;
    },
    assign: async (assignment, { initMs, timeoutMs, onLog }) => {
      idleLog = onLog;
      const answer = await ask(['assign', assignment], '', initMs, timeoutMs, onLog);
      return answer.kind === 'done' ? undefined : answer.payload;
    },
    invoke: (call, timeoutMs) =>
      ask(
        [
          'invoke',
          call.requestId,
          Number.isFinite(timeoutMs) ? Date.now() + timeoutMs : Number.MAX_SAFE_INTEGER,
          call.invokedArn,
          call.traceHeader,
          call.payload,
          call.clientContext,
        ],
        call.requestId,
        timeoutMs,
        timeoutMs,
        call.onLog,
      ),
    close: async () => {
      alive = false;
      await worker.terminate();
    },
  };
}
