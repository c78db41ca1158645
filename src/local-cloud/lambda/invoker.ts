import { randomUUID } from 'node:crypto';
import { rehearsalPath } from '../aws/endpoint-rehearsal.ts';
import type { Cloud, InvokeResult } from '../contract.ts';
import { newTraceId } from '../trace.ts';
import type { Answer } from './answer.ts';
import type { Limits } from './environment.ts';
import type { Functions, LambdaFunction, Target } from './functions.ts';
import { createInspectPorts, type InspectPorts } from './inspect-ports.ts';
import { condense, describeError } from './log-line.ts';
import { outcome, report, throttled } from './outcome.ts';
import { createPool, type Pool } from './pool.ts';
import type { LambdaSettings } from './settings.ts';
import { createSpares } from './spares.ts';
import { applicationLine, endLines, errorLines, startLines } from './system-log.ts';
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
  /** Starts what the functions of a model to come need in any case, beside the other rooms. */
  expect(functions: Functions): void;
  /** Takes the functions of a new model; changed ones start anew. */
  deploy(functions: Functions): void;
  /** Code in these folders changed. */
  codeChanged(folders: readonly string[]): void;
  /** Environments alive, by function name. */
  sizes(): Record<string, number>;
  close(): Promise<void>;
}

export function createInvoker(cloud: Cloud, source: string, settings: LambdaSettings): Invoker {
  const spares = createSpares(source, cloud.flags?.warm !== false);
  const pools = new Map<string, { fn: LambdaFunction; pool: Pool }>();
  const running = new Map<string, number>();
  const timeouts = !cloud.flags?.inspect;
  const ports = cloud.flags?.inspect ? createInspectPorts(settings.inspectPort) : undefined;
  let known: readonly LambdaFunction[] = [];

  /**
   * The figure of the most functions first, as one of them is likely to run next. None for functions that import no package:
   * a thread alone is soon started, and would hold 10 MB.
   */
  function prepareSpares(): void {
    const figures = new Map<number, LambdaFunction[]>();
    for (const fn of known) figures.set(fn.memoryMb, [...(figures.get(fn.memoryMb) ?? []), fn]);
    const ordered = [...figures].sort(([, one], [, other]) => other.length - one.length);
    const wanted = ordered.map(([memoryMb, functions]) => {
      const modules = functions.flatMap(({ codeDir }) => cloud.earlyModules?.(codeDir) ?? []);
      return { memoryMb, modules: [...new Set(modules)].sort(), endpoint: cloud.endpoint + rehearsalPath };
    });
    spares.prepare(wanted.filter(({ modules }) => modules.length > 0));
  }

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
          memoryLimit: now.memoryMb * 1_048_576,
          endpoint: cloud.endpoint,
          sites: cloud.siteUrls(),
          ...(ports && { inspectPort: await ports.take(now.name) }),
        },
        limits(now, timeouts, onLog),
      );
      return { environment, failure };
    }
    pools.set(key, entry);
    return entry.pool;
  }

  function tellPorts(ports: InspectPorts): void {
    const before = ports.list().length;
    ports.deploy(known.map(({ name }) => name));
    if (ports.list().length === before) return;
    const listed = ports.list().map(([name, port]) => `${name} 127.0.0.1:${port}`);
    const text = `debuggers, each from the first call of its function on: ${listed.join(', ')}`;
    cloud.trace({ traceId: '', kind: 'log', source: 'lambda', text });
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
    const lines = startLines(fn, requestId, version);
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
          lines.push(applicationLine(fn, requestId, level, text));
          log(fn, traceId, requestId, level, text);
        },
      });
    } finally {
      running.set(fn.name, running.get(fn.name)! - 1);
    }
    const duration = performance.now() - started;
    const result = outcome(answer, requestId);
    if (result.error) {
      lines.push(...errorLines(fn, requestId, result.payload));
      const text = `ERROR ${describeError(result.payload, cloud.root)}`;
      const detail = { requestId, level: 'ERROR', line: result.payload };
      cloud.trace({ traceId, kind: 'log', source: fn.name, text, detail });
    }
    lines.push(...endLines(fn, requestId, duration, answer, result.error !== undefined));
    cloud.trace({
      traceId,
      kind: 'invoke',
      source: fn.name,
      text: `${fn.name} ${result.error ? `failed: ${describeError(result.payload, cloud.root)}` : 'answered'}`,
      duration,
      status: result.error ? 500 : 200,
      detail: {
        requestId,
        version,
        cold: answer.cold,
        event: payload,
        response: result.payload,
        report: report(fn, requestId, duration, answer),
      },
    });
    return { ...result, requestId, duration, version, log: lines };
  }

  return {
    run,
    expect: ({ list }) => {
      known = list;
      prepareSpares();
    },
    deploy: ({ list }) => {
      known = list;
      if (ports) tellPorts(ports);
      prepareSpares();
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
      prepareSpares();
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

/** Everything that an environment gets from the template. */
function settingsOf({ versions: _, ...settings }: LambdaFunction): string {
  return JSON.stringify(settings);
}
