import type { MessagePort } from 'node:worker_threads';
import type { FromRuntime } from '../protocol.ts';
import { buildContext } from './context.ts';
import { errorPayload } from './errors.ts';
import type { Handler } from './handler.ts';
import { memoryUsed } from './memory.ts';

/** What the handler came to: a result, or what it threw, rejected or called back with. */
type Ending = { result: unknown } | { error: unknown };

/**
 * Runs the handler on one event. A handler that leaves nothing to wait for without an answer gives `null`, and a
 * callback's answer waits for the empty event loop unless the context says otherwise, both as on Lambda; for that the
 * port must not hold the loop open meanwhile.
 */
export async function answer(
  handler: Handler,
  port: MessagePort,
  requestId: string,
  deadline: number,
  invokedArn: string,
  traceHeader: string,
  payload: string,
  clientContext: string,
): Promise<FromRuntime> {
  let event: unknown;
  try {
    event = JSON.parse(payload);
  } catch (error) {
    return ['malformed', String(error)];
  }
  process.env._X_AMZN_TRACE_ID = traceHeader;
  port.unref();
  try {
    const ending = await run(
      handler,
      event,
      buildContext({ requestId, deadline, invokedArn, clientContext }),
    );
    return reply(ending);
  } finally {
    port.ref();
  }
}

function run(handler: Handler, event: unknown, context: ReturnType<typeof buildContext>): Promise<Ending> {
  return new Promise<Ending>((resolve) => {
    let waiting: Ending = { result: null };
    const drained = () => end(waiting);
    const end = (ending: Ending) => {
      process.off('beforeExit', drained);
      resolve(ending);
    };
    process.once('beforeExit', drained);
    const callback = (error?: unknown, result?: unknown) => {
      const ending = error === undefined || error === null ? { result } : { error };
      if (context.callbackWaitsForEmptyEventLoop) waiting = ending;
      else end(ending);
    };
    context.succeed = (result) => end({ result });
    context.fail = (error) => end({ error });
    context.done = callback;
    try {
      const returned = handler(event, context, callback);
      if (isPromise(returned)) {
        returned.then(
          (result) => end({ result }),
          (error) => end({ error }),
        );
      }
    } catch (error) {
      end({ error });
    }
  });
}

function reply(ending: Ending): FromRuntime {
  const memory = memoryUsed();
  if ('error' in ending) return ['failed', errorPayload(ending.error), memory];
  try {
    return ['done', JSON.stringify(ending.result ?? null) ?? 'null', memory];
  } catch {
    return ['failed', errorPayload(new Error('Unable to stringify response body')), memory];
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
