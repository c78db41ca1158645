import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsError } from '../aws-error.ts';
import type { Cloud } from '../contract.ts';
import {
  type AsyncEvent,
  type EventInvokeConfig,
  eventInvokeConfig,
  invocationRecord,
} from './async-record.ts';
import { type Delivery, deliver } from './destinations.ts';
import type { Invocation, Invoker } from './invoker.ts';
import type { LambdaSettings } from './settings.ts';

/** The queue of asynchronous invocations. */
export interface AsyncInvoker {
  /** Takes an event and returns its request id; the attempts follow. */
  accept(event: Omit<AsyncEvent, 'requestId'>): string;
  /** Forgets all waiting events. */
  clear(): void;
}

/** How an event ended for good. `last` is absent when the function never ran. */
interface Ending {
  condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  invokes: number;
  last?: Invocation;
  error?: AwsError;
}

/**
 * Function errors are tried again up to twice, after 1 and 2 minutes on AWS; throttles until the event is too old,
 * after 1 second and then ever longer up to 5 minutes (Lambda guide, "How Lambda handles errors and retries with
 * asynchronous invocation", 2026). The waits here are those times `retryFactor`.
 */
export function createAsyncInvoker(cloud: Cloud, invoker: Invoker, settings: LambdaSettings): AsyncInvoker {
  let stop = new AbortController();

  async function work(event: AsyncEvent): Promise<void> {
    const { signal } = stop;
    const config = eventInvokeConfig(cloud.model, event.target);
    const ending = await attempts(event, config, signal);
    if (!signal.aborted) await report(event, config, ending);
  }

  async function attempts(
    event: AsyncEvent,
    config: EventInvokeConfig,
    signal: AbortSignal,
  ): Promise<Ending> {
    const born = Date.now();
    for (let invokes = 1, failures = 0; ; invokes++) {
      const answer = await invoker.run(event.target, event.payload, event).catch(asAwsError);
      const error = answer instanceof AwsError ? answer : undefined;
      const last = answer instanceof AwsError ? undefined : answer;
      if (last && !last.error) return { condition: 'Success', invokes, last };
      if (last) failures++;
      // Reserved concurrency of zero switches the function off, and its events fail at once.
      const refused = error && (error.status !== 429 || event.target.fn.reserved === 0);
      if (refused || failures > config.retries)
        return { condition: 'RetriesExhausted', invokes, last, error };
      const seconds = error ? Math.min(300, 2 ** (invokes - 1)) : 60 * failures;
      await wait(seconds * 1000 * settings.retryFactor, undefined, { signal, ref: false });
      if (Date.now() - born > config.maxAgeMs) return { condition: 'EventAgeExceeded', invokes, last, error };
    }
  }

  async function report(event: AsyncEvent, config: EventInvokeConfig, ending: Ending): Promise<void> {
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
      const body = invocationRecord(event, ending.condition, ending.invokes, ending.last);
      await deliver(cloud, { ...common, targetArn, body });
    }
    if (success || !fn.deadLetterArn) return;
    const attributes = deadLetterAttributes(event, ending);
    await deliver(cloud, { ...common, targetArn: fn.deadLetterArn, body: event.payload, attributes });
  }

  return {
    accept: (given) => {
      const event = {
        ...given,
        payload: given.payload === '' ? '{}' : given.payload,
        requestId: randomUUID(),
      };
      work(event).catch((error: Error) => {
        if (error.name === 'AbortError') return;
        const text = `The event ${event.requestId} of ${event.target.fn.name} was lost: ${error.message}`;
        cloud.trace({ traceId: event.traceId ?? '', kind: 'notice', source: 'lambda', text });
      });
      return event.requestId;
    },
    clear: () => {
      stop.abort();
      stop = new AbortController();
    },
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
