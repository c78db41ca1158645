import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsError } from '../aws-error.ts';
import type { Cloud } from '../contract.ts';
import { createAsyncQueue, type WaitingEvent } from './async-queue.ts';
import {
  type AsyncEvent,
  type EventInvokeConfig,
  eventInvokeConfig,
  invocationRecord,
} from './async-record.ts';
import { type Delivery, deliver } from './destinations.ts';
import type { Target } from './functions.ts';
import type { Invocation, Invoker } from './invoker.ts';
import type { LambdaSettings } from './settings.ts';

/** The queue of asynchronous invocations; `--persist` keeps what waits. */
export interface AsyncInvoker {
  /** Takes an event and returns its request id; the attempts follow. */
  accept(event: Omit<AsyncEvent, 'requestId'>): string;
  /** Goes on with what waited at the end of an earlier run; once, when the functions are known. */
  resume(): Promise<void>;
  /** Forgets all waiting events. */
  clear(): void;
  /** Ends all waits, and takes no failure for one from now on. */
  stop(): void;
  /** Resolves when what waits is on disk. */
  close(): Promise<void>;
}

/** How an event ended for good. `last` is absent when the function never ran. */
interface Ending {
  condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  last?: Invocation;
  error?: AwsError;
}

/**
 * Function errors are tried again up to twice, after 1 and 2 minutes on AWS; throttles until the event is too old,
 * after 1 second and then ever longer up to 5 minutes (Lambda guide, "How Lambda handles errors and retries with
 * asynchronous invocation", 2026). The waits here are those times `retryFactor`.
 */
export function createAsyncInvoker(
  cloud: Cloud,
  find: (functionArn: string) => Target,
  invoker: Invoker,
  settings: LambdaSettings,
): AsyncInvoker {
  let stop = new AbortController();
  let resuming: Promise<void> | undefined;
  const queue = createAsyncQueue(cloud);

  async function work(waiting: WaitingEvent): Promise<void> {
    const { signal } = stop;
    const event: AsyncEvent = { ...waiting, target: find(waiting.functionArn) };
    const config = eventInvokeConfig(cloud.model, event.target);
    const ending = await attempts(waiting, event, config, signal);
    const isReported = ending.condition !== 'Success' || config.onSuccess !== undefined;
    // What has to be told when nobody is told any more is tried once more by the next run.
    if (signal.aborted && isReported) return;
    if (isReported) await report(event, config, ending, waiting.invokes);
    queue.remove(waiting.requestId);
  }

  async function attempts(
    waiting: WaitingEvent,
    event: AsyncEvent,
    config: EventInvokeConfig,
    signal: AbortSignal,
  ): Promise<Ending> {
    for (let ending: Omit<Ending, 'condition'> = {}; ; ) {
      if (waiting.invokes > 0) {
        const left = Math.max(0, waiting.dueAt - Date.now());
        await wait(left, undefined, { signal, ref: false });
      }
      if (Date.now() - waiting.acceptedAt > config.maxAgeMs)
        return { condition: 'EventAgeExceeded', ...ending };
      const answer = await invoker.run(event.target, event.payload, event).catch(asAwsError);
      const error = answer instanceof AwsError ? answer : undefined;
      const last = answer instanceof AwsError ? undefined : answer;
      const isSuccess = last !== undefined && !last.error;
      // The end of the local cloud breaks off what runs; that is no failure.
      if (!isSuccess) signal.throwIfAborted();
      waiting.invokes++;
      if (isSuccess) return { condition: 'Success', last };
      ending = { last, error };
      if (last) waiting.failures++;
      // Reserved concurrency of zero switches the function off, and its events fail at once.
      const refused = error && (error.status !== 429 || event.target.fn.reserved === 0);
      if (refused || waiting.failures > config.retries) return { condition: 'RetriesExhausted', ...ending };
      const seconds = error ? Math.min(300, 2 ** (waiting.invokes - 1)) : 60 * waiting.failures;
      waiting.dueAt = Date.now() + seconds * 1000 * settings.retryFactor;
      queue.changed();
    }
  }

  function begin(waiting: WaitingEvent): void {
    work(waiting).catch((error: Error) => {
      if (error.name === 'AbortError') return;
      queue.remove(waiting.requestId);
      const text = `The event ${waiting.requestId} of ${waiting.functionArn} was lost: ${error.message}`;
      cloud.trace({ traceId: waiting.traceId ?? '', kind: 'notice', source: 'lambda', text });
    });
  }

  async function resume(): Promise<void> {
    const begun = new Set(queue.list());
    await queue.load();
    for (const waiting of queue.list()) if (!begun.has(waiting)) begin(waiting);
  }

  async function report(
    event: AsyncEvent,
    config: EventInvokeConfig,
    ending: Ending,
    invokes: number,
  ): Promise<void> {
    const { fn } = event.target;
    const success = ending.condition === 'Success';
    const common: Omit<Delivery, 'targetArn' | 'body'> = {
      roleArn: fn.roleArn,
      traceId: event.traceId,
      sourceArn: fn.arn,
      outcome: success ? 'Success' : 'Failure',
      folder: `aws/lambda/async/${fn.name}`,
    };
    const targetArn = success ? config.onSuccess : config.onFailure;
    if (targetArn) {
      const body = invocationRecord(event, ending.condition, invokes, ending.last);
      await deliver(cloud, { ...common, targetArn, body });
    }
    if (success || !fn.deadLetterArn) return;
    const attributes = deadLetterAttributes(event, ending);
    await deliver(cloud, { ...common, targetArn: fn.deadLetterArn, body: event.payload, attributes });
  }

  return {
    accept: ({ target, payload, traceId, clientContext }) => {
      const now = Date.now();
      const waiting: WaitingEvent = {
        functionArn: target.invokedArn,
        payload: payload === '' ? '{}' : payload,
        requestId: randomUUID(),
        traceId,
        clientContext,
        acceptedAt: now,
        dueAt: now,
        invokes: 0,
        failures: 0,
      };
      queue.add(waiting);
      begin(waiting);
      return waiting.requestId;
    },
    resume: () => {
      resuming ??= resume();
      return resuming;
    },
    clear: () => {
      stop.abort();
      stop = new AbortController();
      queue.clear();
    },
    stop: () => stop.abort(),
    close: () => queue.close(),
  };
}

/** Lambda guide, "Adding a dead-letter queue", 2026: the message is the event, the error is in three attributes. */
function deadLetterAttributes({ requestId }: AsyncEvent, { last, error }: Ending): Delivery['attributes'] {
  const message = last ? JSON.parse(last.payload).errorMessage : error?.message;
  return {
    RequestID: { DataType: 'String', StringValue: requestId },
    ErrorCode: { DataType: 'Number', StringValue: String(last ? 200 : (error?.status ?? 500)) },
    ErrorMessage: { DataType: 'String', StringValue: String(message || 'none').slice(0, 1024) },
  };
}

function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError('ServiceException', String(error), 500);
}
