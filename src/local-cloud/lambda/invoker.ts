import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Cloud, InvokeResult } from '../contract.ts';
import { newTraceId } from '../trace.ts';
import { type Answer, type Limits, requestIdMark } from './environment.ts';
import type { Functions, LambdaFunction, Target } from './functions.ts';
import { condense } from './log-line.ts';
import { createPool, type Pool } from './pool.ts';
import type { LambdaSettings } from './settings.ts';
import { createSpares } from './spares.ts';
import { environmentVariables } from './variables.ts';

/** What one run of a handler gave. `log` holds its lines as CloudWatch would. */
export interface Invocation extends InvokeResult {
  version: string;
  log: string[];
}

export interface RunOptions {
  requestId?: string;
  traceId?: string;
  clientContext?: unknown;
}

/** Runs handlers in their environments, within timeouts and reserved concurrency. */
export interface Invoker {
  /** Throws `TooManyRequestsException` and, for payloads that are not JSON, `InvalidRequestContentException`. */
  run(target: Target, payload: string, options: RunOptions): Promise<Invocation>;
  /** Takes the functions of a new model; changed ones start anew. */
  deploy(functions: Functions): void;
  /** Code in these folders changed. */
  codeChanged(folders: readonly string[]): void;
  /** Environments alive, by function name. */
  sizes(): Record<string, number>;
  close(): Promise<void>;
}

/** Response cap of a synchronous invocation, 6 MB and 100 bytes as the service's error states it (Lambda quotas, 2026). */
const maxResponseBytes = 6_291_556;

export function createInvoker(cloud: Cloud, source: string, settings: LambdaSettings): Invoker {
  const spares = createSpares(source, cloud.flags?.warm !== false);
  const pools = new Map<string, { fn: LambdaFunction; pool: Pool }>();
  const running = new Map<string, number>();
  const timeouts = !cloud.flags?.inspect;

  function poolOf(fn: LambdaFunction, version: string): Pool {
    const key = `${fn.name}:${version}`;
    const known = pools.get(key);
    if (known) return known.pool;
    const entry = { fn, pool: createPool({ ...settings, timeoutMs, start }) };
    function timeoutMs(): number {
      return timeouts ? entry.fn.timeoutMs : Number.POSITIVE_INFINITY;
    }
    async function start() {
      const now = entry.fn;
      const environment = spares.take(now.memoryMb);
      const onLog = (level: string, text: string) => log(now, '', undefined, level, text);
      const failure = await environment.assign(
        {
          variables: environmentVariables(now, version, cloud),
          codeDir: now.codeDir,
          handler: now.handler,
          runtime: now.runtime,
          endpoint: cloud.endpoint,
          inspect: cloud.flags?.inspect === true,
        },
        limits(now, timeouts, onLog),
      );
      return { environment, failure };
    }
    pools.set(key, entry);
    return entry.pool;
  }

  function log(
    fn: LambdaFunction,
    traceId: string,
    requestId: string | undefined,
    level: string,
    text: string,
  ): void {
    cloud.trace({
      traceId,
      kind: 'log',
      source: fn.name,
      text: condense(level, text),
      detail: { requestId, level, line: text },
    });
  }

  async function run(target: Target, payload: string, options: RunOptions): Promise<Invocation> {
    const { fn, version } = target;
    const count = running.get(fn.name) ?? 0;
    if (fn.reserved !== undefined && count >= fn.reserved) throw throttled();
    running.set(fn.name, count + 1);
    const requestId = options.requestId ?? randomUUID();
    const traceId = options.traceId ?? newTraceId();
    const lines = [`START RequestId: ${requestId} Version: ${version}`];
    const started = performance.now();
    let answer: Answer & { cold: boolean };
    try {
      answer = await poolOf(fn, version).run({
        requestId,
        invokedArn: target.invokedArn,
        traceHeader: `${traceId.startsWith('Root=') ? '' : 'Root='}${traceId};Parent=${requestId.replaceAll('-', '').slice(0, 16)};Sampled=0`,
        payload: payload === '' ? '{}' : payload,
        clientContext: options.clientContext === undefined ? '' : JSON.stringify(options.clientContext),
        onLog: (level, text) => {
          lines.push(`${new Date().toISOString()}\t${requestId}\t${level || 'INFO'}\t${text}`);
          log(fn, traceId, requestId, level, text);
        },
      });
    } finally {
      running.set(fn.name, running.get(fn.name)! - 1);
    }
    const duration = performance.now() - started;
    const result = outcome(answer, requestId);
    lines.push(`END RequestId: ${requestId}`, report(fn, requestId, duration, answer));
    cloud.trace({
      traceId,
      kind: 'invoke',
      source: fn.name,
      text: `${fn.name} ${result.error ? `failed: ${firstWords(result.payload)}` : 'answered'}`,
      duration,
      status: result.error ? 500 : 200,
      detail: {
        requestId,
        version,
        cold: answer.cold,
        event: payload,
        response: result.payload,
        report: lines.at(-1),
      },
    });
    return { ...result, requestId, duration, version, log: lines };
  }

  return {
    run,
    deploy: ({ list }) => {
      for (const { memoryMb } of list) spares.prepare(memoryMb);
      const byName = new Map(list.map((fn) => [fn.name, fn]));
      for (const [key, entry] of pools) {
        const fn = byName.get(entry.fn.name);
        if (!fn) {
          pools.delete(key);
          void entry.pool.close();
        } else {
          const changed = settingsOf(fn) !== settingsOf(entry.fn);
          entry.fn = fn;
          if (changed) entry.pool.replace();
        }
      }
    },
    codeChanged: (folders) => {
      const changed = new Set(folders);
      for (const { fn, pool } of pools.values()) if (changed.has(fn.codeDir)) pool.replace();
    },
    sizes: () => {
      const sizes: Record<string, number> = {};
      for (const { fn, pool } of pools.values()) sizes[fn.name] = (sizes[fn.name] ?? 0) + pool.size;
      return sizes;
    },
    close: async () => {
      await Promise.all([spares.close(), ...[...pools.values()].map(({ pool }) => pool.close())]);
    },
  };
}

/** Initialisation may take 10 seconds, or the function's timeout if that is longer (Lambda guide, "Init phase", 2026). */
function limits(fn: LambdaFunction, timeouts: boolean, onLog: Limits['onLog']): Limits {
  const initMs = timeouts ? Math.max(10_000, fn.timeoutMs) : Number.POSITIVE_INFINITY;
  return { initMs, timeoutMs: fn.timeoutMs, onLog };
}

function outcome({ kind, payload }: Answer, requestId: string): Pick<InvokeResult, 'payload' | 'error'> {
  if (kind === 'malformed') {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${payload}`,
      400,
    );
  }
  if (kind === 'failed') return { payload: payload.replace(requestIdMark, requestId), error: 'Unhandled' };
  if (payload.length * 3 > maxResponseBytes && Buffer.byteLength(payload) > maxResponseBytes) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
    return {
      payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }),
      error: 'Unhandled',
    };
  }
  return { payload };
}

function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
}

function report(fn: LambdaFunction, requestId: string, duration: number, { memory = 0 }: Answer): string {
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration)} ms`,
    `Memory Size: ${fn.memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(memory / 1_048_576)} MB`,
  ].join('\t');
}

function firstWords(payload: string): string {
  const { errorType = '', errorMessage = '' } = JSON.parse(payload);
  return `${errorType}: ${errorMessage}`.split('\n')[0]!;
}

/** Everything that an environment gets from the template. */
function settingsOf({ versions: _, ...settings }: LambdaFunction): string {
  return JSON.stringify(settings);
}
